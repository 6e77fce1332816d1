// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sameWithout } from './index.js'

const same = (one: string, other: string) => {
  expect(sameWithout(one, other, ['OURS'])).toBe(sameWithout(other, one, ['OURS']))
  return sameWithout(one, other, ['OURS'])
}

test('what depends on the macro does not count', () => {
  expect(same('a\n#ifdef OURS\nb\n#endif\nc\n', 'a\nc\n')).toBe(true)
  expect(same('a\n#ifndef OURS\nb\n#else\nd\n#endif\nc\n', 'a\nb c\n')).toBe(true)
  expect(same('#ifdef X\na\n#elif defined(OURS)\nb\n#else\nc\n#endif', '#ifdef X\na\n#else\nc\n#endif')).toBe(
    true,
  )
  expect(same('#if defined(OURS)\nb\n#elif X\nc\n#endif', '#if X\nc\n#endif')).toBe(true)
  expect(same('#ifdef OURS\n#if X\nb\n#else\n#endif\n#endif', '')).toBe(true)
})

test('nor does how a condition is written', () => {
  expect(same('#if defined(X) && !defined(OURS)\na\n#endif', '#ifdef X\na\n#endif')).toBe(true)
  expect(same('#if !defined(X) || defined(OURS)\na\n#endif', '#ifndef X\na\n#endif')).toBe(true)
  expect(
    same('#if (defined X || defined(OURS)) && Y > 1\na\n#endif', '#if defined(X) && Y > 1\na\n#endif'),
  ).toBe(true)
})

test('a name that only one text has stands for its value', () => {
  const edited =
    '#ifdef OURS\n#define SECTION ".ours"\n#else\n#define SECTION ".info"\n#endif\n#define F(x) s(SECTION) \\\n\tx\n'
  expect(same(edited, '#define F(x) s(".info") x\n')).toBe(true)
  expect(same(edited, '#define F(x) s(".ours") x\n')).toBe(false)
  // The other text can see whether it is defined.
  expect(same(edited, '#ifdef SECTION\n#endif\n#define F(x) s(".info") x\n')).toBe(false)
  // It is defined in one branch only.
  expect(same('#ifdef X\n#define N 1\n#endif\na N\n', '#ifdef X\n#endif\na 1\n')).toBe(false)
})

test('everything else counts', () => {
  for (const [one, other] of [
    ['a b', 'ab'],
    ['"a  b"', '"a b"'],
    ['#define F(x) x', '#define F (x) x'],
    ['#ifdef X\na\n#endif', 'a'],
    ['#if X ? defined(OURS) : 1\na\n#endif', 'a'],
    ['#ifdef OURS\na', ''],
    ['a\n#endif', 'a'],
    ['#if !defined(X)\na\n#endif', '#ifdef X\na\n#endif'],
    ['#if A && (B || C)\na\n#endif', '#if A && B || C\na\n#endif'],
  ] as const)
    expect([one, same(one, other)]).toEqual([one, false])
})

test('any text is the same as itself, and what is the same comes out of cpp the same', () => {
  const line = fc.constantFrom(
    '#ifdef OURS',
    '#if defined(X) && !defined(OURS)',
    '#ifndef X',
    '#else',
    '#elif defined(OURS)',
    '#elif defined(X)',
    '#endif',
    'a',
    'b',
    '#define N 1',
    'N',
  )
  const cpp = (text: string, ...flags: string[]) =>
    execFileSync('cpp', ['-P', ...flags], { input: text, stdio: ['pipe', 'pipe', 'ignore'] })
      .toString()
      .split(/\s+/)
  let compared = 0
  fc.assert(
    fc.property(fc.array(line, { maxLength: 8 }), fc.array(line, { maxLength: 8 }), (one, other) => {
      const texts = [`${one.join('\n')}\n`, `${other.join('\n')}\n`] as const
      const isBalanced = sameWithout(texts[0], texts[0], ['OURS'])
      if (!isBalanced || !same(...texts) || compared++ > 60) return
      for (const flags of [[], ['-DX']]) expect(cpp(texts[0], ...flags)).toEqual(cpp(texts[1], ...flags))
    }),
    { numRuns: 4000 },
  )
})
