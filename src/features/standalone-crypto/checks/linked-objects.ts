// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { FormatError, UsageError } from '../../../core/errors.js'
import { readAr } from '../../../formats/ar/index.js'

/**
 * The objects of these directories that a build has linked into vmlinux; nested archives are flattened by `ar cDPrST`. Throws
 * UsageError when the build is not complete.
 */
export async function vmlinuxObjects(objDir: string, directories: readonly string[]): Promise<string[]> {
  const path = join(objDir, 'vmlinux.a')
  const bytes = await readBuilt(path)
  try {
    return readAr(bytes)
      .members.map(({ name }) => name)
      .filter(name => directories.some(directory => name.startsWith(`${directory}/`)))
  } catch (error) {
    throw error instanceof FormatError ? error.inFile(path) : error
  }
}

/** What a carved build has linked the module from, in order: the list that kbuild makes for every module of several objects. */
export async function moduleObjects(objDir: string): Promise<string[]> {
  const text = (await readBuilt(join(objDir, 'crypto/fips140/fips140.mod'))).toString('utf8')
  return text.split(/\s+/).filter(Boolean)
}

const readBuilt = (path: string): Promise<Buffer> =>
  readFile(path).catch(cause => {
    throw new UsageError(`${path} cannot be read: the build is not complete`, { cause })
  })
