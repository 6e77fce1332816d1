// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { bytesText, countText, durationText } from './quantities.js'

test('durations are as precise as they are short', () => {
  expect([40, 1250, 9990, 10_000, 83_400, 3_600_000].map(durationText)).toEqual([
    '40ms',
    '1.2s',
    '9.9s',
    '10s',
    '1m 23s',
    '1h',
  ])
})

test('sizes are in units of 1024', () => {
  expect(bytesText(1536)).toBe('1.5 KiB')
})

test('one is singular', () => {
  expect([countText(1, 'file'), countText(0, 'file'), countText(12345, 'entry', 'entries')]).toEqual([
    '1 file',
    '0 files',
    '12,345 entries',
  ])
})
