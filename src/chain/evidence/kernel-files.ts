// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Objtree } from '../../build/index.js'
import { isFile } from '../../core/exists.js'
import { fileOf, imageOf, type Role, type Subject } from '../../evidence/attest/index.js'
import { type CarvedImageReport, inspectCarved } from '../../features/standalone-crypto/carried/index.js'
import { EMBEDDED_FILES } from '../../features/standalone-crypto/names.js'

/** A kernel's image, then the modules that it carries; throws what inspectCarved throws. */
export async function imageFiles(image: string): Promise<Subject[]> {
  const report = await inspectCarved(image)
  const carried = 'embedded' in report ? [report.embedded, report.embeddedFresh] : []
  const modules = carried.flatMap(module => (module === null ? [] : [module.sha256]))
  return [
    imageOf(basename(image), report.sha256, { release: releaseOf(report), arch: report.arch }),
    ...modules.map((sha256, index) => fileOf(EMBEDDED_FILES[index] ?? 'module', sha256, 'module')),
  ]
}

const releaseOf = (report: CarvedImageReport): string | null => ('release' in report ? report.release : null)

/** What a build has beside its image, of which its files are made; those of them that are there. */
export async function buildFiles({ vmlinux, config, symvers }: Objtree): Promise<{
  readonly vmlinux: Subject[]
  readonly config: Subject[]
  readonly symvers: Subject[]
}> {
  return {
    vmlinux: await digested(vmlinux, 'vmlinux'),
    config: await digested(config),
    symvers: await digested(symvers),
  }
}

async function digested(path: string, role?: Role): Promise<Subject[]> {
  return (await isFile(path)) ? [fileOf(basename(path), await fileDigest(path), role)] : []
}

/** SHA-256 of a file, however large. */
export async function fileDigest(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}
