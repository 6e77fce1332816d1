// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { takeLock } from '../../src/core/lock-file.js'
import { fakeTree } from '../fake-tree.js'
import { kcarve } from '../kcarve.js'
import { leftRunning, waitForProcess } from '../processes.js'

const tree = inject('tree')
let directory: string
let env: Record<string, string>

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'kcarve-two-'))
  env = { XDG_CACHE_HOME: join(directory, 'cache') }
})
afterAll(() => rm(directory, { recursive: true, force: true }))

const cache = () => env.XDG_CACHE_HOME ?? ''
const SINCE = String.raw`\d{4}-\d\d-\d\dT[\d:.]+Z`

test('while one run applies, another that applies or reverts says who it is', async () => {
  await mkdir(join(tree, '.kcarve'))
  try {
    await takeLock(join(tree, '.kcarve/lock'), 'apply', { where: 'here' })
    for (const command of ['apply', 'revert']) {
      const { exitCode, stdout, stderr } = await kcarve([command, tree, '-q'], { env })
      expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
      expect(stderr).toMatch(
        new RegExp(
          `^kcarve: another apply is working on this tree: process ${process.pid} on \\S+, since ${SINCE}\\n`,
        ),
      )
      expect(stderr).toContain('.kcarve/lock')
    }
    const status = await kcarve(['status', tree, '--json'], { env })
    expect(JSON.parse(status.stdout)).toMatchObject({ state: 'busy', doing: 'apply', pid: process.pid })
    const patch = await kcarve(['patch', tree, '-o', join(directory, 'series')], { env })
    expect(patch).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('busy') })
    expect(await readdir(directory)).not.toContain('series')
  } finally {
    await rm(join(tree, '.kcarve'), { recursive: true })
  }
})

test('of two that apply at once one does, and the tree is whole', async () => {
  const runs = await Promise.all([kcarve(['apply', tree], { env }), kcarve(['apply', tree], { env })])
  expect(runs.some(({ exitCode }) => exitCode === 0)).toBe(true)
  for (const { exitCode, stderr } of runs) {
    if (exitCode !== 0) expect(stderr).toMatch(/another apply is working|applied already|run it again/)
  }
  expect((await kcarve(['status', tree], { env })).stdout).toMatch(/^applied/)
  expect((await kcarve(['revert', tree], { env })).exitCode).toBe(0)
  expect((await kcarve(['status', tree], { env })).stdout).toMatch(/^clean/)
})

test('while one run builds, another in the same directory says who it is, and the first goes on', async () => {
  const fake = await fakeTree(directory, 'until test -e $(O)/go; do sleep 0.1; done')
  const objtree = join(directory, 'obj')
  const args = ['build', fake.tree, '--stock', '--config', fake.config, '-o', objtree, '-q']
  const first = kcarve(args, { env })
  const { pid } = await waitForProcess('XDG_CACHE_HOME', cache(), /bin\/kcarve\.mjs build/)
  await waitForProcess('XDG_CACHE_HOME', cache(), /^make .*bzImage/)
  const { exitCode, stdout, stderr } = await kcarve(args, { env })
  await writeFile(join(objtree, 'go'), '')
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
  expect(stderr).toMatch(
    new RegExp(`^kcarve: another build is working in ${objtree}: process ${pid} on \\S+, since ${SINCE}\\n`),
  )
  expect(await first).toMatchObject({ exitCode: 0, stderr: '' })
  expect(await readdir(objtree)).not.toContain('.kcarve-lock')
})

test('a build that is killed takes make with it, and the next one goes on', async () => {
  const fake = await fakeTree(directory, 'sleep 1000')
  const objtree = join(directory, 'killed')
  const args = ['build', fake.tree, '--stock', '--config', fake.config, '-o', objtree, '-q']
  const first = kcarve(args, { env })
  const { pid } = await waitForProcess('XDG_CACHE_HOME', cache(), /bin\/kcarve\.mjs build/)
  await waitForProcess('XDG_CACHE_HOME', cache(), /^sleep 1000/)
  process.kill(pid, 'SIGKILL')
  expect((await first).exitCode).toBe(null)
  expect(await leftRunning('XDG_CACHE_HOME', cache())).toEqual([])
  await fakeTree(directory, ':')
  expect(await kcarve(args, { env })).toMatchObject({ exitCode: 0, stderr: '' })
})

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  test(`a build that is ended by ${signal} leaves nothing behind, and the next one goes on`, async () => {
    const name = signal.toLowerCase()
    const fake = await fakeTree(
      directory,
      // The signal may end it as soon as it has been heard of.
      `test -e $(O)/second || { touch $(O)/second; echo '  CC      init/main.o'; sleep 1000; }`,
    )
    const objtree = join(directory, name)
    const args = ['build', fake.tree, '--stock', '--config', fake.config, '-o', objtree, '-v']
    const endAt = { text: 'init/main.o', signal }
    const { exitCode, stdout, stderr } = await kcarve(args, { env, endAt })
    expect({ exitCode, stdout }).toEqual({ exitCode: 130, stdout: '' })
    expect(stderr).toMatch(/kcarve: interrupted\n$/)
    expect(await leftRunning('XDG_CACHE_HOME', cache())).toEqual([])
    expect(await readdir(objtree)).not.toContain('.kcarve-lock')
    expect(await kcarve(args, { env })).toMatchObject({ exitCode: 0 })
  })
}

test('a compiler that is killed is told with its file and the log', async () => {
  const fake = await fakeTree(directory, `echo '  CC      init/main.o'; sh -c 'kill -KILL $$$$'`)
  const objtree = join(directory, 'compiler')
  const args = ['build', fake.tree, '--stock', '--config', fake.config, '-o', objtree]
  const { exitCode, stderr } = await kcarve(args, { env })
  expect(exitCode).toBe(2)
  expect(stderr).toContain('Killed')
  const log = /log: (\S+)/.exec(stderr)?.[1] ?? ''
  expect(await readFile(log, 'utf8')).toContain('init/main.o')
})
