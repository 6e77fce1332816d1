// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { UsageError } from '../../../../core/errors.js'
import { writeWhole } from '../../../../core/write-whole.js'
import { openImage, sha256 } from '../../../../image/index.js'
import { EMBEDDED_FILES, MODULE_NAME } from '../../names.js'
import { embeddedModules } from '../embedded.js'
import { embeddedDigests } from './embedded-digests.js'

/** One file that was written, as plain data for JSON. */
export interface ExtractedFile {
  readonly path: string
  /** Bytes. */
  readonly size: number
  readonly sha256: string
}

/**
 * Writes the modules that a kernel carries, and their digests, into a directory, byte for byte as they were embedded.
 * Throws UsageError when there are none, and what openImage throws.
 */
export async function extractImage(path: string, directory: string): Promise<readonly ExtractedFile[]> {
  const image = await openImage(path)
  if (image.kind === 'module' || image.kind === 'other') {
    throw new UsageError(`${path}: not a kernel`)
  }
  const modules = embeddedModules(image.elf)
  if (modules.length === 0) throw new UsageError(`${path}: no module is embedded in this kernel`)
  const digests = embeddedDigests(image.elf)
  await mkdir(directory, { recursive: true })
  const files = modules.flatMap(({ bytes }, index) => {
    const name = EMBEDDED_FILES[index] ?? `${MODULE_NAME}.${index}.ko`
    const digest = digests[index]
    return [
      { path: join(directory, name), bytes },
      ...(digest === undefined ? [] : [{ path: join(directory, `${name}.hmac`), bytes: digest }]),
    ]
  })
  for (const { path: to, bytes } of files) await writeWhole(to, partial => writeFile(partial, bytes))
  return files.map(({ path: to, bytes }) => ({ path: to, size: bytes.length, sha256: sha256(bytes) }))
}
