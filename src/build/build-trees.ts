// SPDX-License-Identifier: GPL-2.0-only
import { readFile, realpath } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join, resolve } from 'node:path'
import { UsageError } from '../core/errors.js'
import { isDirectory } from '../core/exists.js'

/** Where a kernel, or its headers, are built and what they are built from, by kbuild's names: the same for a build in the tree. */
export interface BuildTrees {
  readonly objtree: string
  readonly srctree: string
}

/**
 * Finds the sources of a build directory: what the link `source` leads to, which kbuild puts into every build outside of the
 * sources. Packages of headers have none: there it is what the makefile includes, but rather beside it, as headers that
 * were unpacked somewhere else have it there. Throws UsageError when there is nothing at the path.
 */
export async function findTrees(path: string): Promise<BuildTrees> {
  const objtree = await realpath(path).catch(cause => {
    throw new UsageError(`${path} does not exist`, { cause })
  })
  const makefile = await readFile(join(objtree, 'Makefile'), 'utf8').catch(() => '')
  const included = /^include[ \t]+(\S+)\/Makefile$/m.exec(makefile)?.[1]
  if (included === undefined) return { objtree, srctree: objtree }
  // A build directory in the sources includes `../Makefile`.
  const beside = isAbsolute(included) ? [join(dirname(objtree), basename(included))] : []
  for (const srctree of [join(objtree, 'source'), ...beside, resolve(objtree, included)]) {
    if (await isDirectory(srctree)) return { objtree, srctree: await realpath(srctree) }
  }
  return { objtree, srctree: objtree }
}
