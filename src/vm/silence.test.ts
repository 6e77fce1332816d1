// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { silenceLimit } from './silence.js'

test('how long a guest may be silent follows its time limit, and on a slow machine the time to its first word', () => {
  expect(silenceLimit(180_000)).toBe(60_000)
  expect(silenceLimit(900_000, 3000)).toBe(300_000)
  expect(silenceLimit(180_000, 12_000)).toBe(120_000)
  expect(silenceLimit(1000)).toBe(20_000) // its deadline comes first, and is what it is told for
})
