// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ArchiveReport } from '../../archive/index.js'
import { UsageError } from '../../core/errors.js'
import { inFile } from '../../core/in-file.js'
import type { KnownKernel, OutsideInImage } from '../../features/standalone-crypto/boundary/index.js'
import { verifyImage } from '../../features/standalone-crypto/carried/index.js'
import { readSymvers } from '../../formats/symvers/index.js'
import type { ArchivedBoundary } from '../../report/archive.js'

/**
 * Classes what the modules of an archive import, by what `kernel` tells or else by what the kernel in the archive exports. The
 * directory holds the archive, unpacked. Throws what verifyImage throws.
 */
export async function archivedBoundary(
  directory: string,
  { intact, manifest }: ArchiveReport,
  kernel: KnownKernel = {},
): Promise<ArchivedBoundary> {
  const carved = manifest.modules.filter(({ hmac }) => hmac !== null)
  if (!intact || carved.length === 0) {
    const because = intact ? SHIPPED : DAMAGED
    return {
      modules: manifest.modules.map(({ name }) => ({ name, boundary: null, because })),
      outside: null,
    }
  }
  const fileOf = (role: string) => manifest.files.find(file => file.role === role)?.path
  const known = { exports: await exportsIn(directory, fileOf('symvers')), ...kernel }
  const modules = manifest.modules.map(async ({ name, file, hmac }) => {
    if (hmac === null) return { name, boundary: null, because: SHIPPED }
    const verified = await verifyImage(join(directory, file), { kernel: known })
    const boundary = verified.modules[0]?.boundary ?? null
    return { name, boundary, because: boundary === null ? NO_SYMBOLS : null }
  })
  return { modules: await Promise.all(modules), outside: await outsideIn(directory, fileOf('image')) }
}

const SHIPPED = 'it is a module of a distribution, which has no boundary of its own'
const DAMAGED = 'the archive is not as it was written'
const NO_SYMBOLS = 'its symbols cannot be read'

async function exportsIn(directory: string, path: string | undefined): Promise<KnownKernel['exports']> {
  if (path === undefined) return undefined
  const text = await readFile(join(directory, path), 'utf8')
  const entries = inFile(path, () => readSymvers(text))
  return new Map(entries.map(({ symbol, namespace, module }) => [symbol, { namespace, provider: module }]))
}

/** An image that carries no module, or that is none, tells nothing. */
async function outsideIn(directory: string, path: string | undefined): Promise<OutsideInImage | null> {
  if (path === undefined) return null
  try {
    return (await verifyImage(join(directory, path))).outside
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    return null
  }
}
