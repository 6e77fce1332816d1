// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { FormatError } from '../../core/errors.js'
import { askedSymbols, chooseLines } from './choose-lines.js'

const FRAGMENT = `# heading
CONFIG_A=y
#if NEW
CONFIG_NEW=y
#else
# CONFIG_OLD is not set
#endif
#if EXTRA
CONFIG_EXTRA=m
#endif
CONFIG_B=y
`

test('the symbols that #if lines ask about are found', () => {
  expect([...askedSymbols(FRAGMENT)]).toEqual(['NEW', 'EXTRA'])
})

test('lines after #if stay where the kernel has the symbol, lines after #else where it has not', () => {
  expect(chooseLines(FRAGMENT, symbol => symbol === 'NEW')).toBe(
    '# heading\nCONFIG_A=y\nCONFIG_NEW=y\nCONFIG_B=y\n',
  )
  expect(chooseLines(FRAGMENT, symbol => symbol === 'EXTRA')).toBe(
    '# heading\nCONFIG_A=y\n# CONFIG_OLD is not set\nCONFIG_EXTRA=m\nCONFIG_B=y\n',
  )
})

test('of a section in another, lines stay where both apply', () => {
  const text = '#if X\nx\n#if Y\nxy\n#else\nx-only\n#endif\n#else\n#if Y\ny-only\n#endif\nneither\n#endif\n'
  const chosen = (...known: string[]) => chooseLines(text, symbol => known.includes(symbol)).split('\n')
  expect(chosen('X', 'Y')).toEqual(['x', 'xy', ''])
  expect(chosen('X')).toEqual(['x', 'x-only', ''])
  expect(chosen('Y')).toEqual(['y-only', 'neither', ''])
  expect(chosen()).toEqual(['neither', ''])
})

test('a comment that only looks like #if is a comment', () => {
  const text = '#if you want it:\n# if X\nCONFIG_A=y\n'
  expect(chooseLines(text, () => false)).toBe(text)
})

test('sections that do not pair up are refused, with the offset', () => {
  for (const [text, offset] of [
    ['CONFIG_A=y\n#if X\n', 11],
    ['#if X\n#if Y\n#endif\n', 0],
    ['#endif\n', 0],
    ['#if X\n#else\n#else\n#endif\n', 12],
  ] as const) {
    const choose = () => chooseLines(text, () => true)
    expect(choose).toThrow(FormatError)
    expect(choose).toThrow(expect.objectContaining({ offset }))
  }
})
