// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { cachedDirectory } from './cached-directory.js'

let cache: string
beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), 'kcarve-cache-'))
})
afterEach(() => rm(cache, { recursive: true }))

test('a directory is made once', async () => {
  let times = 0
  const fill = async (partial: string) => {
    times++
    await writeFile(join(partial, 'a'), '')
  }
  const directory = join(cache, 'trees', 'x')
  await cachedDirectory(directory, fill)
  await cachedDirectory(directory, fill)
  expect(times).toBe(1)
  expect(await readdir(directory)).toEqual(['a'])
})

test('one that could not be filled is not there, and is filled anew', async () => {
  const directory = join(cache, 'x')
  const failure = cachedDirectory(directory, async partial => {
    await writeFile(join(partial, 'half'), '')
    throw new Error('disk full')
  })
  await expect(failure).rejects.toThrow('disk full')
  expect(await readdir(cache)).toEqual([])
  await cachedDirectory(directory, partial => writeFile(join(partial, 'whole'), ''))
  expect(await readdir(directory)).toEqual(['whole'])
})

test('what a process that has ended left half made is removed, of a living one not', async () => {
  await mkdir(join(cache, 'x.partial-99999999', 'deep'), { recursive: true })
  await mkdir(join(cache, `x.partial-${process.ppid}`))
  await cachedDirectory(join(cache, 'x'), async () => {})
  expect((await readdir(cache)).sort()).toEqual(['x', `x.partial-${process.ppid}`])
})
