// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { keptAndLost } from './kept-and-lost.js'

test('an object is kept, or lost for the reason that it had, or harmed by the edits', () => {
  const without = [
    { object: 'a.o', text: 'a.o: s.b is at 8' },
    { object: 'b.o', text: 'b.o: s.b is at 8' },
  ]
  const withEdits = [
    { object: 'b.o', text: 'b.o: s.__reserved_0 is new' },
    { object: 'c.o', text: 'c.o: struct s has 24 bytes' },
  ]
  expect(keptAndLost(without, withEdits)).toEqual({
    kept: ['a.o'],
    lost: ['b.o: s.b is at 8'],
    harmed: ['c.o'],
  })
})
