// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { timeLeft } from './time-left.js'

const progress = (compiled: number, total: number | undefined, present = compiled) => ({
  ...{ compiled, present, total, isEstimate: false, isUpdate: false, current: 'CC x.o' },
})

test('from the second minute on it is by what the objects took, and by what came after them last time', () => {
  let now = 0
  const left = timeLeft(10_000, () => now)
  now = 59_000
  expect(left.after(progress(59, 120))).toBeUndefined()
  now = 60_000
  expect(left.after(progress(60, 120))).toBe(70_000)
  now = 90_000
  expect(left.after(progress(90, undefined))).toBeUndefined()
  now = 120_000
  expect(left.after(progress(120, 120))).toBe(10_000)
  now = 125_000
  expect(left.after(progress(120, 120))).toBe(5_000)
  expect(left.tail()).toBe(5_000)
})

test('objects that were there already took no time', () => {
  let now = 0
  const left = timeLeft(undefined, () => now)
  now = 100_000
  expect(left.after(progress(50, 200, 150))).toBe(100_000)
})
