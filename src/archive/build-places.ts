// SPDX-License-Identifier: GPL-2.0-only
import { readFile, realpath, stat } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join, resolve } from 'node:path'
import { UsageError } from '../core/errors.js'

/** A build directory, or headers, and where its sources are; the same for a build in the tree. */
export interface BuildPlaces {
  readonly build: string
  readonly source: string
}

/**
 * Finds the sources of a build directory: what the link `source` leads to, which kbuild puts into every build outside of the
 * sources. Packages of headers have none: there it is what the makefile includes, but rather beside it, as headers that
 * were unpacked somewhere else have it there.
 */
export async function buildPlaces(path: string): Promise<BuildPlaces> {
  const build = await realpath(path).catch(cause => {
    throw new UsageError(`${path} does not exist`, { cause })
  })
  const makefile = await readFile(join(build, 'Makefile'), 'utf8').catch(() => '')
  const included = /^include[ \t]+(\S+)\/Makefile$/m.exec(makefile)?.[1]
  if (included === undefined) return { build, source: build }
  // A build directory in the sources includes `../Makefile`.
  const beside = isAbsolute(included) ? [join(dirname(build), basename(included))] : []
  for (const source of [join(build, 'source'), ...beside, resolve(build, included)]) {
    const found = await stat(source).catch(() => undefined)
    if (found?.isDirectory()) return { build, source: await realpath(source) }
  }
  return { build, source: build }
}
