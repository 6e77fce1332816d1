// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { FormatError, UsageError } from '../../../../core/errors.js'
import { readAr } from '../../../../formats/ar/index.js'
import type { LinkedObjects } from './compare-objects.js'

/** Reads what two builds have linked where; throws UsageError when one of them is not complete. */
export async function linkedObjects(
  stockObjDir: string,
  carvedObjDir: string,
  directories: readonly string[],
): Promise<LinkedObjects> {
  const isIn = (path: string) => directories.some(directory => path.startsWith(`${directory}/`))
  return {
    stock: (await archiveMembers(stockObjDir)).filter(isIn),
    module: await moduleObjects(carvedObjDir),
    vmlinux: (await archiveMembers(carvedObjDir)).filter(isIn),
  }
}

/** What vmlinux is linked from; nested archives are flattened by `ar cDPrST`. */
async function archiveMembers(objDir: string): Promise<string[]> {
  const path = join(objDir, 'vmlinux.a')
  const bytes = await readBuilt(path)
  try {
    return readAr(bytes).members.map(({ name }) => name)
  } catch (error) {
    throw error instanceof FormatError ? error.inFile(path) : error
  }
}

/** What the module is linked from, in order: the list that kbuild makes for every module of several objects. */
async function moduleObjects(objDir: string): Promise<string[]> {
  const text = (await readBuilt(join(objDir, 'crypto/fips140/fips140.mod'))).toString('utf8')
  return text.split(/\s+/).filter(Boolean)
}

async function readBuilt(path: string): Promise<Buffer> {
  return readFile(path).catch(cause => {
    throw new UsageError(`${path} cannot be read: the build is not complete`, { cause })
  })
}
