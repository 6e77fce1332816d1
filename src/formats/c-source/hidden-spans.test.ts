// SPDX-License-Identifier: GPL-2.0-only
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { blanked, hiddenSpans, replaceSpans } from './index.js'

const hidden = (source: string) =>
  hiddenSpans(source).map(({ start, end, kind }) => `${kind} ${source.slice(start, end)}`)
const code = (source: string) => replaceSpans(source, hiddenSpans(source), blanked)

test('comments may look like strings, and strings like comments', () => {
  expect(hidden('a /* "b" */ "c /* d" \'"\' // e "f\ng')).toEqual([
    'comment /* "b" */',
    'literal "c /* d"',
    "literal '\"'",
    'comment // e "f',
  ])
})

test('escapes and continued lines belong to them', () => {
  expect(hidden('"a\\"b" // c \\\n d\n\'\\\'\' "e \\\n f"')).toEqual([
    'literal "a\\"b"',
    'comment // c \\\n d',
    "literal '\\''",
    'literal "e \\\n f"',
  ])
})

test('what is left open ends with its line, a comment with the file', () => {
  expect(hidden('#error don\'t /* a\nb /* c\n"d')).toEqual(["literal 't /* a", 'comment /* c\n"d'])
})

test('any text stays as long as it is, with its lines, and what is hidden stays hidden', () => {
  const piece = fc.constantFrom('/*', '*/', '//', '"', "'", '\\', '\n', '\r\n', 'a', ' ', '/')
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), pieces => {
      const source = pieces.join('')
      const blank = code(source)
      expect(blank.length).toBe(source.length)
      expect(blank.split('\n').map(line => line.length)).toEqual(source.split('\n').map(line => line.length))
      expect(code(blank)).toBe(blank)
    }),
  )
})
