// SPDX-License-Identifier: GPL-2.0-only
import { mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { CommandError, MissingError } from './errors.js'
import { runCommand } from './run-command.js'

test('both streams reach the log and the line callback', async () => {
  const logPath = join(await mkdtemp(join(tmpdir(), 'kcarve-run-')), 'logs', 'x.log')
  const seen: string[] = []
  const { exitCode, lines } = await runCommand('sh', ['-c', 'echo out; echo err >&2; exit 4'], {
    logPath,
    accept: [4],
    onLine: line => seen.push(line),
  })
  expect(exitCode).toBe(4)
  expect([...lines].sort()).toEqual(['err', 'out'])
  expect(seen.length).toBe(2)
  expect((await readFile(logPath, 'utf8')).split('\n').sort()).toEqual(['', 'err', 'out'])
})

test('a failing command throws with its last lines', async () => {
  const failure = runCommand('sh', ['-c', 'echo why; exit 3'])
  await expect(failure).rejects.toBeInstanceOf(CommandError)
  await expect(failure).rejects.toMatchObject({ message: 'sh failed with exit code 3', tail: ['why'] })
})

test('a program that is not there is something the machine lacks', async () => {
  await expect(runCommand('kcarve-no-such-program', [])).rejects.toBeInstanceOf(MissingError)
})

test('aborting ends the command with its children', async () => {
  const abort = new AbortController()
  const started = performance.now()
  const running = runCommand('sh', ['-c', 'sleep 20 & echo up; wait'], {
    signal: abort.signal,
    onLine: () => abort.abort(new Error('enough')),
  })
  await expect(running).rejects.toThrow('enough')
  expect(performance.now() - started).toBeLessThan(5000)
})
