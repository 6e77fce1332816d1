// SPDX-License-Identifier: GPL-2.0-only
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { applyChanges } from './edit-buffer.js'

const change = (start: number, end: number, text: string, label = text) => ({ start, end, text, label })

test('insertions at one point keep their order and precede a replacement there', () => {
  const changes = [change(1, 3, 'R'), change(1, 1, 'a'), change(3, 3, 'c'), change(1, 1, 'b')]
  expect(applyChanges('0123', changes)).toBe('0abRc3')
})

test('overlapping changes are refused, naming both', () => {
  expect(() =>
    applyChanges('0123', [change(0, 2, 'x', 'the first'), change(1, 3, 'y', 'the second')]),
  ).toThrow('two edits overlap: the first and the second')
  expect(() => applyChanges('0123', [change(1, 1, 'x', 'inner'), change(0, 2, 'y', 'outer')])).toThrow(
    'two edits overlap: outer and inner',
  )
})

test('bytes outside the changes stay, in order', () => {
  const cuts = fc.uniqueArray(fc.nat(60), { maxLength: 10 }).map(points => points.sort((a, b) => a - b))
  fc.assert(
    fc.property(fc.string({ minLength: 60, maxLength: 80 }), cuts, fc.string(), (text, points, put) => {
      const spans = points.flatMap((start, index) =>
        index % 2 === 0 ? [[start, points[index + 1] ?? start] as const] : [],
      )
      const gaps = [0, ...spans.map(([, end]) => end)].map((from, index) =>
        text.slice(from, spans[index]?.[0]),
      )
      const shuffled = spans.map(([start, end]) => change(start, end, put)).reverse()
      expect(applyChanges(text, shuffled)).toBe(gaps.join(put))
    }),
  )
})
