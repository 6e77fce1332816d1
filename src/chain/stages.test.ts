// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import type { Session } from '../cli/session.js'
import { openStages } from './stages.js'

function session(signal: AbortSignal) {
  const said: string[] = []
  const progress = {
    begin: () => ({ detail: () => {}, end: () => 1500 }),
    say: (line: string) => void said.push(line),
    clear: () => {},
  }
  return { said, session: { progress, signal } as unknown as Session }
}

test('each stage leaves a line with number, length and outcome, and a record', async () => {
  const { said, session: mine } = session(new AbortController().signal)
  const stages = openStages(mine, ['plan', 'build'])
  expect(await stages.run('plan', async () => [1, 'done'])).toBe(1)
  expect(said).toEqual(['[1/2] plan     1.5s  done'])
  expect(stages.records).toEqual([{ name: 'plan', durationMs: 1500, summary: 'done' }])
})

test('after an interruption no stage begins', async () => {
  const abort = new AbortController()
  const stages = openStages(session(abort.signal).session, ['plan'])
  abort.abort(new Error('enough'))
  await expect(stages.run('plan', () => Promise.reject(new Error('ran')))).rejects.toThrow('enough')
})
