// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { takeLock } from '../../core/lock-file.js'
import { cacheEntries } from './cache-entries.js'
import { pruneCache, unused } from './prune-cache.js'

const { signal } = new AbortController()
const IN_40_DAYS = Date.now() + 40 * 24 * 60 * 60 * 1000
let directory: string
let cacheDir: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'kcarve-cache-'))
  cacheDir = join(directory, 'cache')
})
afterEach(() => rm(directory, { recursive: true }))

async function file(path: string, text = 'x'): Promise<string> {
  await mkdir(dirname(join(cacheDir, path)), { recursive: true })
  await writeFile(join(cacheDir, path), text)
  return join(cacheDir, path)
}

const namesOf = (entries: readonly { path: string }[]) =>
  entries.map(({ path }) => path.slice(cacheDir.length + 1)).sort()

test('trees, builds and logs are entries; results of a matrix and what nobody knows are not', async () => {
  await file('trees/linux-1/linux/Makefile', 'x'.repeat(10_000))
  await file('build/linux-small/vmlinux')
  await file('logs/2026-01-01T000000-start-4194304/build.log')
  await file('matrix/results/1.json')
  await file('mine/x')
  const entries = await cacheEntries(cacheDir, signal)
  expect(entries.map(({ kind }) => kind).sort()).toEqual(['build', 'log', 'tree'])
  expect(entries[0]?.kind).toBe('tree')
  expect(entries[0]?.bytes).toBeGreaterThanOrEqual(10_000)
  expect(entries.every(({ inUse }) => !inUse)).toBe(true)
})

test('a build that another process works in is in use, and so is the tree it is built from', async () => {
  await file('trees/linux-1/linux/Makefile')
  await file('trees/linux-2/linux/Makefile')
  await file('build/linux-small/vmlinux')
  await symlink(join(cacheDir, 'trees/linux-1/linux'), join(cacheDir, 'build/linux-small/source'))
  await takeLock(join(cacheDir, 'build/linux-small/.kcarve-lock'), 'build', { where: 'here' })
  const entries = await cacheEntries(cacheDir, signal)
  expect(namesOf(entries.filter(({ inUse }) => inUse))).toEqual(['build/linux-small', 'trees/linux-1'])
  expect(namesOf(unused(entries, 30, IN_40_DAYS))).toEqual(['trees/linux-2'])
})

test('a tree that is being edited, and the logs of a live run, are in use', async () => {
  await file('trees/linux-1/linux/.kcarve/edits.json')
  await takeLock(join(cacheDir, 'trees/linux-1/linux/.kcarve/lock'), 'apply', { where: 'here' })
  await file(`logs/2026-01-01T000000-start-${process.pid}/build.log`)
  expect((await cacheEntries(cacheDir, signal)).map(({ inUse }) => inUse)).toEqual([true, true])
})

test('what was read or written lately stays', async () => {
  const old = new Date(Date.now() - 40 * 24 * 60 * 60 * 1000)
  await utimes(await file('guest/x'), old, old)
  // The time of a change cannot be set: it is today.
  expect(unused(await cacheEntries(cacheDir, signal), 30)).toEqual([])
  expect(unused(await cacheEntries(cacheDir, signal), 30, IN_40_DAYS)).toHaveLength(1)
})

test('nothing outside the cache goes, and links are not followed', async () => {
  const outside = join(directory, 'outside')
  await mkdir(join(outside, 'x'), { recursive: true })
  await writeFile(join(outside, 'x/kept'), 'kept')
  await file('build/linux-small/vmlinux')
  await symlink(outside, join(cacheDir, 'build/linux-small/source'))
  await symlink(outside, join(cacheDir, 'build/linked'))
  await symlink(outside, join(cacheDir, 'trees'))
  const entries = await cacheEntries(cacheDir, signal)
  expect(namesOf(entries)).toEqual(['build/linux-small'])
  const none = await pruneCache(entries, { cacheDir, days: 30, signal })
  expect(none).toEqual({ removed: [], failed: [] })
  const pruned = await pruneCache(entries, { cacheDir, days: 30, signal, now: IN_40_DAYS })
  expect(namesOf(pruned.removed)).toEqual(['build/linux-small'])
  expect(await readdir(join(cacheDir, 'build'))).toEqual(['linked'])
  expect(await readFile(join(outside, 'x/kept'), 'utf8')).toBe('kept')
})
