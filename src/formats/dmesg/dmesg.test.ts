// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { consoleLine } from './index.js'

test('time and caller are taken off, indentation stays', () => {
  expect(consoleLine('[    1.250000]   ok 1 x')).toEqual({ message: '  ok 1 x', time: 1.25 })
  expect(consoleLine('<6>[12.5][    T1] calling  f')).toEqual({ message: 'calling  f', time: 12.5 })
  expect(consoleLine('[   12.345678][   C0] tick')).toEqual({ message: 'tick', time: 12.345678 })
})

test('a line that printk did not write stays as it is', () => {
  for (const line of ['ok 1 x', '', '[module] text', '  [ 1.0] indented']) {
    expect(consoleLine(line)).toEqual({ message: line, time: undefined })
  }
})
