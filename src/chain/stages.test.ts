// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { openStages, type StageRecord } from './stages.js'

test('each stage is told when it begins, and leaves a record when it has ended', async () => {
  const begun: string[] = []
  const ended: StageRecord[] = []
  const events = {
    onStage: (name: string) => begun.push(name),
    onStageEnd: (each: StageRecord) => ended.push(each),
  }
  const stages = openStages(new AbortController().signal, events)
  expect(await stages.run('plan', async () => [1, 'done'])).toBe(1)
  expect(begun).toEqual(['plan'])
  expect(ended).toEqual([{ name: 'plan', durationMs: expect.any(Number), summary: 'done' }])
  expect(stages.records).toEqual(ended)
})

test('after an interruption no stage begins', async () => {
  const abort = new AbortController()
  const stages = openStages(abort.signal, {})
  abort.abort(new Error('enough'))
  await expect(stages.run('plan', () => Promise.reject(new Error('ran')))).rejects.toThrow('enough')
})
