// SPDX-License-Identifier: GPL-2.0-only
import { existsSync } from 'node:fs'
import { mkdtemp, readFile } from 'node:fs/promises'
import os, { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
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

const AUTOGROUP = '/proc/self/autogroup'

test.skipIf(!existsSync(AUTOGROUP))(
  'a command is as nice as we are, where sessions share processors',
  async () => {
    const priority = vi.spyOn(os, 'getPriority').mockReturnValue(7)
    try {
      const wait = `for i in 1 2 3 4 5 6 7 8 9; do grep -q 'nice 7$' ${AUTOGROUP} && break; sleep 0.2; done`
      const { lines } = await runCommand('sh', ['-c', `${wait}; sh -c 'cat ${AUTOGROUP}'`])
      expect(lines).toEqual([expect.stringMatching(/ nice 7$/)])
    } finally {
      priority.mockRestore()
    }
  },
)
