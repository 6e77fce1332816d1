// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { UsageError } from '../core/errors.js'
import { inFile } from '../core/in-file.js'
import { readAr } from '../formats/ar/index.js'
import type { BuildTrees } from './build-trees.js'
import type { Objtree } from './objtree.js'

/**
 * The objects that vmlinux is linked from, or those of some directories, relative to the objtree; kbuild flattens nested
 * archives (`ar cDPrST`). Throws UsageError when the build is not complete.
 */
export async function vmlinuxObjects(
  { vmlinuxArchive }: Pick<Objtree, 'vmlinuxArchive'>,
  directories?: readonly string[],
): Promise<string[]> {
  const bytes = await readBuilt(vmlinuxArchive)
  const objects = inFile(vmlinuxArchive, () => readAr(bytes).members.map(({ name }) => name))
  return directories === undefined
    ? objects
    : objects.filter(name => directories.some(directory => name.startsWith(`${directory}/`)))
}

/** The objects that a module (`crypto/ccm.ko`) is linked from, in order: kbuild lists them for each module. */
export async function moduleObjects(
  { objtree }: Pick<BuildTrees, 'objtree'>,
  module: string,
): Promise<string[]> {
  const list = await readBuilt(join(objtree, module.replace(/ko$/, 'mod')))
  return list.toString('utf8').split(/\s+/).filter(Boolean)
}

/** Reads what a finished build has; throws UsageError when it is not there. */
export async function readBuilt(path: string): Promise<Buffer> {
  return readFile(path).catch(cause => {
    throw new UsageError(`${path} cannot be read: the build is not complete`, { cause })
  })
}
