// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { scratch } from '../formats/testing/scratch.js'
import { findTrees } from './build-trees.js'

const directory = scratch()

async function make(path: string, makefile: string): Promise<string> {
  await mkdir(join(directory, path), { recursive: true })
  await writeFile(join(directory, path, 'Makefile'), makefile)
  return join(directory, path)
}

test('a build in the tree has its sources there', async () => {
  const tree = await make('tree', 'VERSION = 6\n')
  expect(await findTrees(tree)).toEqual({ objtree: tree, srctree: tree })
})

test('a build directory in the sources finds them above it', async () => {
  const srctree = await make('sources', 'VERSION = 6\n')
  const objtree = await make('sources/out', 'include ../Makefile\n')
  expect(await findTrees(objtree)).toEqual({ objtree, srctree })
})

test("kbuild's link to the sources wins over what the makefile of a moved build includes", async () => {
  const srctree = await make('moved', 'VERSION = 6\n')
  const objtree = await make('obj', 'include /nowhere/linux/Makefile\n')
  await symlink(srctree, join(objtree, 'source'))
  expect(await findTrees(objtree)).toEqual({ objtree, srctree })
})

test('headers without that link have their sources beside them', async () => {
  const srctree = await make('src/linux-headers-6.1.0-common', 'VERSION = 6\n')
  const objtree = await make(
    'src/linux-headers-6.1.0-amd64',
    'include /usr/src/linux-headers-6.1.0-common/Makefile\n',
  )
  expect(await findTrees(objtree)).toEqual({ objtree, srctree })
})
