// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { cp, mkdir, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { scratch } from '../../formats/testing/scratch.js'
import type { JobSource, NamedTree } from '../../matrix/index.js'
import { obtainSource, resolveSource, sourceVersion } from './sources.js'

const dir = scratch()
const repository = join(dir, 'linux.git')
const tree = join(dir, 'tree')
const tarball = join(dir, 'linux.tar')
const options = {
  cacheDir: join(dir, 'cache'),
  signal: new AbortController().signal,
  logPath: (name: string) => join(dir, `${name}.log`),
}

const git = (...args: string[]) =>
  execFileSync('git', ['-C', repository, '-c', 'user.name=A', '-c', 'user.email=a@example.org', ...args], {
    encoding: 'utf8',
  }).trim()

beforeAll(async () => {
  await mkdir(join(tree, 'crypto'), { recursive: true })
  await writeFile(join(tree, 'Makefile'), 'VERSION = 6\n')
  await writeFile(join(tree, 'crypto/api.c'), 'int api;\n')
  await cp(tree, repository, { recursive: true })
  execFileSync('git', ['init', '--quiet', '-b', 'main', repository])
  git('add', '.')
  git('commit', '--quiet', '-m', 'one')
  git('tag', '-a', 'v6.1', '-m', 'six one')
  await writeFile(join(repository, 'crypto/api.c'), 'int api = 2;\n')
  git('commit', '--quiet', '-a', '-m', 'two')
  execFileSync('tar', ['-C', dir, '-cf', tarball, 'tree'])
})

const resolve = (entry: NamedTree['entry'], revision?: string): Promise<JobSource> =>
  resolveSource({ label: 'a tree', entry, revision }, dir, options)

const inTarball = (path: string, file: string) =>
  execFileSync('tar', ['-xOf', path, file], { encoding: 'utf8' })

test.each([
  ['a branch', 'main', 'HEAD', 'int api = 2;\n'],
  ['an annotated tag', 'v6.1', 'v6.1^{commit}', 'int api;\n'],
  ['what git computes', 'main~1', 'v6.1^{commit}', 'int api;\n'],
])('%s of a repository is the commit that it names now', async (_, revision, commit, api) => {
  const source = await resolve({ git: 'linux.git' }, revision)
  expect(source).toEqual({
    kind: 'git',
    repository: await realpath(repository),
    commit: git('rev-parse', commit),
  })
  expect(sourceVersion(source)).toBe(git('rev-parse', commit).slice(0, 12))
  const path = await obtainSource(source, options)
  expect(inTarball(path, 'linux/crypto/api.c')).toBe(api)
})

test('a repository behind a URL gives the commit, and is asked once', async () => {
  const url = `file://${repository}`
  const source = await resolve({ git: url }, 'v6.1')
  expect(source).toMatchObject({ kind: 'git', repository: url, commit: git('rev-parse', 'v6.1^{commit}') })
  const fresh = { ...options, cacheDir: join(dir, 'other-cache') }
  const path = await obtainSource(source, fresh)
  expect(inTarball(path, 'linux/crypto/api.c')).toBe('int api;\n')
  const { mtimeMs } = await stat(path)
  expect(await obtainSource(source, fresh)).toBe(path)
  expect((await stat(path)).mtimeMs).toBe(mtimeMs)
})

test.each([
  ['nothing', /linux\.git has no revision nothing$/],
  ['--upload-pack=touch x', /is not a revision of git's$/],
  ['ext::sh', /is not a revision of git's$/],
])('revision %j is refused', async (revision, message) => {
  await expect(resolve({ git: 'linux.git' }, revision)).rejects.toThrow(message)
})

test('git runs no command for a repository', async () => {
  await expect(resolve({ git: `ext::touch ${join(dir, 'ran')}` }, 'main')).rejects.toThrow()
  const source = {
    kind: 'git',
    repository: `ext::touch ${join(dir, 'ran')}`,
    commit: '0'.repeat(40),
  } as const
  await expect(obtainSource(source, options)).rejects.toThrow(/^git: /)
  await expect(stat(join(dir, 'ran'))).rejects.toThrow('ENOENT')
})

test('a tarball is known by its bytes, and another one in its place is told', async () => {
  const sha256 = createHash('sha256')
    .update(await readFile(tarball))
    .digest('hex')
  const source = await resolve({ tarball: 'linux.tar' })
  expect(source).toEqual({ kind: 'tarball', from: await realpath(tarball), sha256 })
  expect(await resolve({ directory: 'linux.tar' })).toEqual(source)
  expect(await resolve({ tarball: 'linux.tar', sha256 })).toEqual(source)
  await expect(resolve({ tarball: 'linux.tar', sha256: '0'.repeat(64) })).rejects.toThrow(
    `has another digest: ${sha256}`,
  )
  expect(await obtainSource(source, options)).toBe(await realpath(tarball))
  const other = { ...source, sha256: '0'.repeat(64) } as JobSource
  await expect(obtainSource(other, options)).rejects.toThrow('is not what the job was made of')
})

test('a tarball behind a URL is fetched once, and only as the file has it', async () => {
  let asked = 0
  const bytes = await readFile(tarball)
  const server = createServer((request, response) => {
    asked++
    if (request.url === '/linux.tar') response.end(bytes)
    else response.writeHead(404).end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const at = (name: string) => `http://127.0.0.1:${(server.address() as AddressInfo).port}/${name}`
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const source = await resolve({ tarball: at('linux.tar'), sha256 })
  const path = await obtainSource(source, options)
  expect(await obtainSource(source, options)).toBe(path)
  expect(asked).toBe(1)
  expect(inTarball(path, 'tree/Makefile')).toBe('VERSION = 6\n')
  const wrong = { kind: 'tarball', from: at('linux.tar'), sha256: '1'.repeat(64) } as const
  await expect(obtainSource(wrong, options)).rejects.toThrow(`has another digest: ${sha256}`)
  const gone = { kind: 'tarball', from: at('gone.tar'), sha256 } as const
  await rm(join(path, '..'), { recursive: true })
  await expect(obtainSource(gone, options)).rejects.toThrow('gone.tar: 404')
  server.close()
})

test('a copy of a directory is the same source, until a byte of it changes', async () => {
  const source = await resolve({ directory: 'tree' })
  await cp(tree, join(dir, 'copy'), { recursive: true })
  const copy = await resolve({ directory: 'copy' })
  expect(copy).toEqual({ ...source, path: join(await realpath(dir), 'copy') })
  await writeFile(join(dir, 'copy/crypto/api.c'), 'int apl;\n')
  expect(await resolve({ directory: 'copy' })).not.toMatchObject({
    sha256: (copy as { sha256: string }).sha256,
  })
  await expect(obtainSource(copy, options)).rejects.toThrow('copy is not what the job was made of')
})

test('what is not there is told', async () => {
  await expect(resolve({ directory: 'nowhere' })).rejects.toThrow(/^nowhere does not exist$/)
  await expect(resolve({ git: 'nowhere.git' }, 'main')).rejects.toThrow(/^nowhere\.git does not exist$/)
})
