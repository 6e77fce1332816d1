// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { evidenceTime } from './evidence-time.js'

const now = new Date('2026-11-30T01:02:03.456Z')

test('the time is now, to the second, unless SOURCE_DATE_EPOCH gives it', () => {
  expect(evidenceTime(now, {})).toBe('2026-11-30T01:02:03Z')
  expect(evidenceTime(now, { SOURCE_DATE_EPOCH: '' })).toBe('2026-11-30T01:02:03Z')
  expect(evidenceTime(now, { SOURCE_DATE_EPOCH: '1' })).toBe('1970-01-01T00:00:01Z')
})

test('what is no number of seconds is refused', () => {
  for (const epoch of ['yesterday', '-1', '1.5', '253402300800', '9'.repeat(400)]) {
    expect(() => evidenceTime(now, { SOURCE_DATE_EPOCH: epoch })).toThrow('is not a number of seconds')
  }
})
