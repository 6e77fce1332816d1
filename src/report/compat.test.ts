// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import type { CompatReport } from '../reuse/index.js'
import { plainPaint } from '../text/paint.js'
import { compatText } from './compat.js'

const NOTHING: CompatReport = { kept: [], lost: [], toAccept: [], refused: [], exported: [], gone: [] }
const text = (report: Partial<CompatReport>) => compatText({ ...NOTHING, ...report }, { paint: plainPaint })

test('what the edits keep, what they lose, and what a person decides', () => {
  expect(
    text({
      kept: ['crypto/a.o', 'crypto/b.o'],
      lost: ['crypto/c.o: 2 instructions'],
      toAccept: ['crypto/d.o: 1 instruction'],
      refused: [{ struct: 's', file: 'include/linux/s.h', reason: 'it ends in an array without a size' }],
      exported: [
        { symbol: 'f', as: 'macro', path: 'include/linux/f.h' },
        { symbol: 'g', as: 'not exported', path: 'include/linux/g.h' },
      ],
      gone: [{ symbol: 'h', reason: 'no header of the kernel declares it' }],
    }),
  ).toBe(`kept  f is exported: a function again instead of the macro of include/linux/f.h
kept  g is exported: the kernel still has the function of include/linux/g.h
kept  2 objects: crypto/a.o, crypto/b.o
lost  h is not exported: no header of the kernel declares it
lost  crypto/c.o: 2 instructions
accept  crypto/d.o: 1 instruction; the tree still exports the old symbol (reuse --accept)
struct s (include/linux/s.h) stays as it is: it ends in an array without a size
`)
})

test('a tree that lacks nothing', () => {
  expect(text({})).toBe(
    'nothing to do: all objects are the same code for this tree, and it exports what they import\n',
  )
})
