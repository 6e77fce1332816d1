// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm, statfs, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { fakeTree } from '../fake-tree.js'
import { type KcarveResult, kcarve } from '../kcarve.js'
import { treeDigest } from './tree-digest.js'

// A file system of a few megabytes can be made by root only.
const isRoot = process.getuid?.() === 0
const tree = inject('tree')
let directory: string
let disk: string

const mount = (...args: string[]) => execFileSync('mount', args)

beforeAll(async () => {
  if (!isRoot) return
  directory = await mkdtemp(join(tmpdir(), 'kcarve-full-'))
  disk = join(directory, 'disk')
  await mkdir(disk)
  mount('-t', 'tmpfs', '-o', 'size=400m', 'kcarve-test', disk)
})
afterAll(async () => {
  if (!isRoot) return
  execFileSync('umount', [disk])
  await rm(directory, { recursive: true, force: true })
})

/** Leaves so many bytes, a page at least for what is open already. */
async function leave(bytes: number): Promise<void> {
  await rm(join(disk, 'ballast'), { force: true })
  const { bavail, bsize } = await statfs(disk)
  await writeFile(join(disk, 'ballast'), Buffer.alloc(Math.max(0, bavail * bsize - bytes)))
}

const makeRoom = () => rm(join(disk, 'ballast'))

const env = () => ({
  XDG_CACHE_HOME: join(directory, 'cache'),
  GIT_AUTHOR_NAME: 'A Reviewer',
  GIT_AUTHOR_EMAIL: 'reviewer@example.org',
})

function expectFull({ exitCode, stdout, stderr }: KcarveResult): void {
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
  expect(stderr).toMatch(/^kcarve: .*(?:the disk is full|No space left on device)/m)
  expect(stderr).not.toContain('internal error')
}

test.skipIf(!isRoot)('apply and revert on a disk that is full lose nothing', async () => {
  const copy = join(disk, 'tree')
  execFileSync('cp', ['-a', tree, copy])
  const pristine = await treeDigest(copy)
  for (const bytes of [0, 256 << 10]) {
    await leave(bytes)
    expectFull(await kcarve(['apply', copy, '-q'], { env: env() }))
    expect(await treeDigest(copy)).toEqual(pristine)
    expect(await kcarve(['status', copy, '-q'], { env: env() })).toMatchObject({ exitCode: 0 })
  }
  await makeRoom()
  expect(await kcarve(['apply', copy, '-q'], { env: env() })).toMatchObject({ exitCode: 0, stderr: '' })
  await leave(0)
  expect(await kcarve(['revert', copy, '-q'], { env: env() })).toMatchObject({ exitCode: 0, stderr: '' })
  expect(await treeDigest(copy)).toEqual(pristine)
  await makeRoom()
  await rm(copy, { recursive: true })
})

test.skipIf(!isRoot)('a series that does not fit is not there, and is when there is room', async () => {
  const series = join(disk, 'series')
  await leave(40 << 10)
  expectFull(await kcarve(['patch', tree, '-o', series, '-q'], { env: env() }))
  expect(await readdir(disk)).toEqual(['ballast'])
  await mkdir(series)
  expectFull(await kcarve(['patch', tree, '-o', series, '-q'], { env: env() }))
  expect(await readdir(series)).toEqual([])
  await makeRoom()
  expect(await kcarve(['patch', tree, '-o', series, '-q'], { env: env() })).toMatchObject({ exitCode: 0 })
  await rm(series, { recursive: true })
})

test.skipIf(!isRoot)('a build whose log does not fit is ended, and goes on when there is room', async () => {
  const fake = await fakeTree(directory, 'seq 100000')
  const args = ['build', fake.tree, '--stock', '--config', fake.config, '-o', join(directory, 'obj'), '-q']
  const logs = { env: { XDG_CACHE_HOME: join(disk, 'cache') } }
  await leave(256 << 10)
  const full = await kcarve(args, logs)
  expectFull(full)
  expect(full.stderr).toContain('build.log')
  await makeRoom()
  expect(await kcarve(args, logs)).toMatchObject({ exitCode: 0, stderr: '' })
})

test.skipIf(!isRoot)('sources that do not fit are not there', async () => {
  const cache = join(disk, 'small-cache')
  execFileSync('tar', [
    '-C',
    join(tree, '..'),
    '-cf',
    join(directory, 'tree.tar'),
    'linux-source-6.12/kernel',
  ])
  await leave(6 << 20)
  const args = ['start', '--tarball', join(directory, 'tree.tar'), '-q']
  expectFull(await kcarve(args, { env: { XDG_CACHE_HOME: cache } }))
  expect(await readdir(join(cache, 'kcarve/trees'))).toEqual([])
  await makeRoom()
})
