// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto'
import { chmod, cp, mkdir, symlink, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { scratch } from '../../formats/testing/scratch.js'
import { contentDigest } from './content-digest.js'

const directory = scratch()
const digest = (path: string) =>
  contentDigest(path, { cacheDir: join(directory, 'cache'), signal: new AbortController().signal })

async function tree(name: string): Promise<string> {
  const root = join(directory, name)
  await mkdir(join(root, 'a/.git'), { recursive: true })
  await writeFile(join(root, 'a/Makefile'), 'all:\n')
  await writeFile(join(root, 'a/.git/index'), name)
  await symlink('Makefile', join(root, 'a/link'))
  return root
}

test('a copy elsewhere, at another time, has the same digest', async () => {
  const one = await tree('one')
  const two = await tree('two')
  await utimes(join(two, 'a/Makefile'), 1, 1)
  expect(await digest(two)).toBe(await digest(one))
})

test.each([
  ['contents', (root: string) => writeFile(join(root, 'a/Makefile'), 'nil:\n')],
  ['a mode', (root: string) => chmod(join(root, 'a/Makefile'), 0o755)],
  ['a new file', (root: string) => writeFile(join(root, 'b'), '')],
  ['a new directory', (root: string) => mkdir(join(root, 'b'))],
] as const)('%s of another kind gives another digest', async (what, change) => {
  const root = await tree(`changed ${what}`)
  const before = await digest(root)
  await change(root)
  expect(await digest(root)).not.toBe(before)
})

test('of a file it is what sha256sum prints', async () => {
  const path = join(directory, 'file')
  await writeFile(path, 'abc')
  expect(await digest(path)).toBe(createHash('sha256').update('abc').digest('hex'))
})

test('what was read once is not read again, until it changes', async () => {
  const root = await tree('kept')
  const first = await digest(root)
  const copy = join(directory, 'kept-copy')
  await cp(root, copy, { recursive: true })
  // The same size and time: nothing tells that it has changed, so what is known is taken.
  await utimes(join(root, 'a/Makefile'), 5, 5)
  const known = await digest(root)
  await writeFile(join(root, 'a/Makefile'), 'new:\n')
  await utimes(join(root, 'a/Makefile'), 5, 5)
  expect([known, await digest(root)]).toEqual([first, first])
})
