// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { inParallel } from './in-parallel.js'

test('results are in the order of the items, whichever is done first', async () => {
  const later = (ms: number) => new Promise<number>(resolve => setTimeout(() => resolve(ms), ms))
  expect(await inParallel([30, 1, 20, 2], later)).toEqual([30, 1, 20, 2])
  expect(await inParallel([], later)).toEqual([])
})

test('a failure is that of all', async () => {
  await expect(inParallel([1, 2], async () => Promise.reject(new Error('no')))).rejects.toThrow('no')
})
