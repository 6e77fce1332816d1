// SPDX-License-Identifier: GPL-2.0-only
import { availableParallelism } from 'node:os'
import { expect, test } from 'vitest'
import { inParallel } from './in-parallel.js'

test('results are in the order of the items, whichever is done first', async () => {
  const later = (ms: number) => new Promise<number>(resolve => setTimeout(() => resolve(ms), ms))
  expect(await inParallel([30, 1, 20, 2], later)).toEqual([30, 1, 20, 2])
  expect(await inParallel([], later)).toEqual([])
})

test('a failure is that of all, and nothing is begun after it', async () => {
  const begun: number[] = []
  const items = Array.from({ length: 1000 }, (_, item) => item)
  const use = async (item: number) => {
    begun.push(item)
    throw new Error('no')
  }
  await expect(inParallel(items, use)).rejects.toThrow('no')
  await new Promise(setImmediate)
  expect(begun.length).toBeLessThan(1000)
})

test('a failure is told when those under way have come to their end', async () => {
  const ended: number[] = []
  const use = async (ms: number) => {
    if (ms === 0) throw new Error('no')
    await new Promise(resolve => setTimeout(resolve, ms))
    ended.push(ms)
  }
  await expect(inParallel([30, 0], use)).rejects.toThrow('no')
  expect(ended).toEqual(availableParallelism() > 1 ? [30] : [])
})
