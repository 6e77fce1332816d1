// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { wrapWords } from './wrap-words.js'

test('lines are as full as the columns allow, and a long word has one of its own', () => {
  expect(wrapWords(['one', 'two', 'three', 'a-very-long-word', 'x'], 7)).toEqual([
    'one two',
    'three',
    'a-very-long-word',
    'x',
  ])
  expect(wrapWords([], 7)).toEqual([])
})
