// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { estimateFrom, timeLeft } from './estimate.js'
import type { Cell, Job } from './job.js'
import type { StoredJob } from './result.js'

const cell = (tree: string, config = 'small', what = 'prove'): Cell => ({
  ...{ tree, config, arch: 'x86_64', toolchain: 'gcc' },
  do: what,
})
const done = (
  at: Cell,
  durationMs: number,
  finishedAt: string,
  state: 'yes' | 'failed' = 'yes',
): StoredJob => ({
  ...{ id: 'x', directory: 'x', job: { cell: at } as Job },
  result: { state, durationMs, finishedAt, release: null, failure: null, steps: [], by: 'here' },
})

test('the same cell tells best, then other kernels, then whatever did the same', () => {
  const estimate = estimateFrom([
    done(cell('6.1'), 300, '2026-01-02'),
    done(cell('6.1'), 100, '2026-01-01'),
    done(cell('6.12'), 500, '2026-01-01'),
    done(cell('6.12', 'rich'), 1600, '2026-01-01'),
    done(cell('7.2', 'rich'), 1, '2026-01-03', 'failed'),
  ])
  expect(estimate(cell('6.1'))).toBe(300)
  expect(estimate(cell('7.2'))).toBe(300)
  expect(estimate(cell('7.2', 'rich'))).toBe(1600)
  expect(estimate(cell('7.2', 'tiny'))).toBe(625)
  expect(estimate(cell('7.2', 'tiny', 'start'))).toBeUndefined()
})

test('what runs at once shares the time', () => {
  expect(timeLeft([10, 20, 30], 1)).toBe(60)
  expect(timeLeft([10, 20, 30], 2)).toBe(30)
  expect(timeLeft([10, undefined], 2)).toBeUndefined()
  expect(timeLeft([], 2)).toBe(0)
})
