// SPDX-License-Identifier: GPL-2.0-only
import { setTimeout } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { schedule } from './schedule.js'

const { signal } = new AbortController()

/** Runs items that need what their first letter says, and tells what ran beside what. */
async function run(items: readonly string[], atOnce: number) {
  const held = new Set<string>()
  const running = new Set<string>()
  const log: string[] = []
  await schedule(items, {
    atOnce,
    signal,
    retryMs: 5,
    hold: async item => {
      const key = item.charAt(0)
      if (held.has(key)) return undefined
      held.add(key)
      return key
    },
    run: async (item, key) => {
      running.add(item)
      log.push([...running].join('+'))
      await setTimeout(20)
      running.delete(item)
      held.delete(key)
    },
  })
  return log
}

test('what needs the same waits, and what does not runs beside it', async () => {
  expect(await run(['a1', 'a2', 'b1', 'b2'], 2)).toEqual([
    'a1',
    'a1+b1',
    expect.any(String),
    expect.any(String),
  ])
})

test('no more than allowed run at once, in their order', async () => {
  expect(await run(['a', 'b', 'c'], 1)).toEqual(['a', 'b', 'c'])
})

test('an error is thrown when the others have ended, and nothing new begins', async () => {
  const ended: string[] = []
  const running = schedule(['bad', 'slow', 'never'], {
    atOnce: 2,
    signal,
    hold: async () => true,
    run: async item => {
      await setTimeout(item === 'slow' ? 30 : 5)
      if (item === 'bad') throw new Error('bad')
      ended.push(item)
    },
  })
  await expect(running).rejects.toThrow('bad')
  expect(ended).toEqual(['slow'])
})
