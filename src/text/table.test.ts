// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { paintFor } from './paint.js'
import { tableText, withoutEmptyColumns } from './table.js'

test('columns are as wide as their widest value, and no line ends in blanks', () => {
  const rows = [
    ['a', '1'],
    ['bcd', '22', 'note'],
  ]
  expect(tableText(rows, { right: [1], indent: 1 })).toBe(' a     1\n bcd  22  note\n')
})

test('colours do not count as width', () => {
  const red = paintFor(true).red
  const [first, second] = tableText([
    [red('a'), 'x'],
    ['abc', 'y'],
  ]).split('\n')
  expect(first).toBe(`${red('a')}    x`)
  expect(second).toBe('abc  y')
})

test('a value of several lines takes as many lines of the table', () => {
  const rows = [
    ['a', 'one\ntwo', '1'],
    ['bc', 'x', '22'],
  ]
  expect(tableText(rows, { head: ['', 'what', 'n'], right: [2] })).toBe(
    '    what   n\na   one    1\n    two\nbc  x     22\n',
  )
})

test('no rows are no text', () => {
  expect(tableText([])).toBe('')
})

test('a column that is empty in all rows can be left out, with its head', () => {
  expect(
    withoutEmptyColumns(
      ['a', 'b', 'c'],
      [
        ['1', '', '3'],
        ['', '', '4'],
      ],
    ),
  ).toEqual({
    head: ['a', 'c'],
    rows: [
      ['1', '3'],
      ['', '4'],
    ],
  })
})
