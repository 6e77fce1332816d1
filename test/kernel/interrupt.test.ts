// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { isDirectory } from '../../src/core/exists.js'
import { script } from '../fake-tree.js'
import { type KcarveOptions, kcarve } from '../kcarve.js'
import { leftRunning, waitForProcess } from '../processes.js'
import { startedSmall, withWrapper } from '../started-kernel.js'

const STAGES = ['machine', 'tree', 'plan', 'apply', 'configure', 'build', 'inspect', 'boot']

let directory: string
/** Of the stages before anything is built. */
let fresh: string
let temporary: string
const env = (cache: string) => ({ XDG_CACHE_HOME: cache, TMPDIR: temporary, KCARVE_TEST_RUN: directory })

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'kcarve-interrupt-'))
  fresh = join(directory, 'cache')
  temporary = join(directory, 'tmp')
  await mkdir(temporary)
})
afterAll(() => rm(directory, { recursive: true, force: true }))

/** The moment a while after the stage before has ended. */
function within(stage: string, signal: NodeJS.Signals, afterMs: number): KcarveOptions['endAt'] {
  const index = STAGES.indexOf(stage)
  const text = index === 0 ? /./ : new RegExp(String.raw`\[${index}/8\] ${STAGES[index - 1]} +\d[\dhms .]*  `)
  return { text, signal, afterMs }
}

async function expectInterrupted(args: readonly string[], options: KcarveOptions): Promise<void> {
  const { exitCode, stdout, stderr } = await kcarve(args, options)
  expect({ exitCode, stdout }, stderr).toEqual({ exitCode: 130, stdout: '' })
  expect(stderr).toMatch(/kcarve: interrupted\n$/)
  expect(await leftRunning('KCARVE_TEST_RUN', directory)).toEqual([])
  expect(await readdir(temporary)).toEqual([])
}

/** What has been begun and not ended has other names. */
async function expectNothingHalfDone(cache: string): Promise<void> {
  for (const name of ['trees', 'build']) {
    const entries = await readdir(join(cache, 'kcarve', name)).catch(() => [])
    expect(entries.filter(entry => entry.includes('partial'))).toEqual([])
    for (const entry of entries) {
      // Packages that kbuild makes lie beside the build directories.
      if (!(await isDirectory(join(cache, 'kcarve', name, entry)))) continue
      const inside = await readdir(join(cache, 'kcarve', name, entry))
      expect(inside).not.toContain('.kcarve-lock')
      expect(inside).not.toContain('.config.kcarve')
    }
  }
}

for (const [stage, signal, afterMs] of [
  ['tree', 'SIGINT', 1500],
  ['plan', 'SIGTERM', 100],
  ['apply', 'SIGINT', 300],
  ['configure', 'SIGHUP', 3000],
  ['build', 'SIGTERM', 8000],
] as const) {
  test(`start that is ended by ${signal} in the stage ${stage} leaves nothing half done`, async () => {
    const endAt = within(stage, signal, afterMs)
    await expectInterrupted(['start', ...withWrapper], {
      env: env(fresh),
      ...(endAt === undefined ? {} : { endAt }),
    })
    await expectNothingHalfDone(fresh)
  })
}

test('the tree of all these interruptions is applied, and whole', async () => {
  const [name = ''] = await readdir(join(fresh, 'kcarve/trees'))
  const tree = join(fresh, 'kcarve/trees', name, 'linux-source-6.12')
  expect(await kcarve(['status', tree], { env: env(fresh) })).toMatchObject({
    exitCode: 0,
    stdout: expect.stringMatching(/^applied/),
  })
})

test('a compiler that is killed is told with its file and the log, and the next build goes on', async () => {
  const killer = await script(
    join(directory, 'killer'),
    'case "$*" in *" -o init/main.o "*|*" -o kernel/fork.o "*) kill -KILL $$;; esac; exec "$@"',
  )
  const [name = ''] = await readdir(join(fresh, 'kcarve/trees'))
  const tree = join(fresh, 'kcarve/trees', name, 'linux-source-6.12')
  const { exitCode, stderr } = await kcarve(['build', tree, '--cc-wrapper', killer, '-q'], {
    env: env(fresh),
  })
  expect(exitCode).toBe(2)
  expect(stderr).toMatch(/Killed\n.*: (?:init\/main|kernel\/fork)\.o\] Error 137/)
  expect(await readFile(/log: (\S+)/.exec(stderr)?.[1] ?? '', 'utf8')).toContain('Killed')
  expect(await leftRunning('KCARVE_TEST_RUN', directory)).toEqual([])
})

test('start that is ended in the stages inspect and boot goes on there, and passes', async () => {
  const cache = inject('cacheHome')
  for (const [stage, signal, afterMs] of [
    ['inspect', 'SIGINT', 50],
    ['boot', 'SIGINT', 4000],
    ['boot', 'SIGHUP', 500],
  ] as const) {
    const endAt = within(stage, signal, afterMs)
    await expectInterrupted(['start', ...withWrapper], {
      env: env(cache),
      ...(endAt === undefined ? {} : { endAt }),
    })
    await expectNothingHalfDone(cache)
  }
  expect(await kcarve(['start', ...withWrapper], { env: env(cache) })).toMatchObject({ exitCode: 0 })
  expect(await readdir(temporary)).toEqual([])
})

test('QEMU that is killed is told as that, and leaves nothing behind', async () => {
  const { build } = await startedSmall()
  const boot = kcarve(['boot', build], { env: env(inject('cacheHome')) })
  const { pid } = await waitForProcess('KCARVE_TEST_RUN', directory, /^qemu-system/)
  process.kill(pid, 'SIGKILL')
  const { exitCode, stdout } = await boot
  expect(exitCode).toBe(1)
  expect(stdout).toContain('QEMU was ended by SIGKILL')
  expect(await leftRunning('KCARVE_TEST_RUN', directory)).toEqual([])
  expect(await readdir(temporary)).toEqual([])
})

for (const [output, signal] of [
  ['archive', 'SIGINT'],
  ['archive.tar.zst', 'SIGHUP'],
] as const) {
  test(`${output} whose making is ended by ${signal} is not there`, async () => {
    const { build } = await startedSmall()
    const made = kcarve(['archive', build, '-o', join(directory, output)], { env: env(inject('cacheHome')) })
    const { pid } = await waitForProcess('KCARVE_TEST_RUN', directory, /kcarve\.mjs archive/)
    const begun = async () =>
      [...(await readdir(directory)), ...(await readdir(temporary))].some(each =>
        /^(?:kcarve-)?archive\b.*[-.]/.test(each),
      )
    const ended = made.then(() => true)
    while (!(await begun()) && !(await Promise.race([ended, setTimeout(5, false)])));
    process.kill(pid, signal)
    expect(await made).toMatchObject({ exitCode: 130, stdout: '' })
    expect((await readdir(directory)).filter(each => each.startsWith('archive'))).toEqual([])
    expect(await readdir(temporary)).toEqual([])
  })
}

test('prove that is ended while it makes the second tree leaves nothing half done', async () => {
  const made = kcarve(['prove', ...withWrapper], { env: env(fresh) })
  const { pid } = await waitForProcess('KCARVE_TEST_RUN', directory, /kcarve\.mjs prove/)
  await waitForProcess('KCARVE_TEST_RUN', directory, /^(?:tar|make) /, 120_000)
  process.kill(pid, 'SIGINT')
  expect(await made).toMatchObject({ exitCode: 130, stdout: '' })
  expect(await leftRunning('KCARVE_TEST_RUN', directory)).toEqual([])
  expect(await readdir(temporary)).toEqual([])
  await expectNothingHalfDone(fresh)
})

test('reuse that is ended while it compiles leaves nothing behind, and answers the next time', async () => {
  const { build } = await startedSmall()
  const frozen = join(directory, 'frozen.tar.zst')
  const archived = await kcarve(['archive', build, '-o', frozen], { env: env(inject('cacheHome')) })
  expect(archived).toMatchObject({ exitCode: 0 })
  const args = ['reuse', frozen, '--kernel', build]
  const asked = kcarve(args, { env: env(fresh) })
  const { pid } = await waitForProcess('KCARVE_TEST_RUN', directory, /kcarve\.mjs reuse/)
  await waitForProcess('KCARVE_TEST_RUN', directory, /cc1 /, 120_000)
  process.kill(pid, 'SIGTERM')
  expect(await asked).toMatchObject({ exitCode: 130, stdout: '' })
  expect(await leftRunning('KCARVE_TEST_RUN', directory)).toEqual([])
  expect(await readdir(temporary)).toEqual([])
  expect(await kcarve([...args, '--changed-only'], { env: env(fresh) })).toMatchObject({ exitCode: 0 })
})
