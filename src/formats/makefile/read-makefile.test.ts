// SPDX-License-Identifier: GPL-2.0-only
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type MakeStatement, readMakefile } from './index.js'

const assignments = (text: string) => readMakefile(text).filter(({ kind }) => kind === 'assignment')
/** The text of each statement, and of a part of it. */
const textOf = (text: string, { start, end }: { readonly start: number; readonly end: number }) =>
  text.slice(start, end)

test('an assignment has its words, whole references among them, without its comment', () => {
  const [first, second, third] = assignments(
    'obj-$(CONFIG_A) += a.o \\\n\t$(addprefix b/, c.o d.o)\t# why\nexport override X ?= $(if $(Y:=#),=)\nY != date\n',
  )
  expect(first).toMatchObject({
    variable: 'obj-$(CONFIG_A)',
    operator: '+=',
    value: 'a.o $(addprefix b/, c.o d.o)',
    words: ['a.o', '$(addprefix b/, c.o d.o)'],
    line: 1,
  })
  expect(second).toMatchObject({ variable: 'X', operator: '?=', words: ['$(if $(Y:=#),=)'], line: 3 })
  expect(third).toMatchObject({ variable: 'Y', operator: '!=', value: 'date' })
})

test('an assignment knows the conditions that it stands under, those of branches before it negated', () => {
  const conditions = (text: string) =>
    assignments(text).map(statement => ('conditions' in statement ? statement.conditions : []))
  expect(
    conditions('ifeq ($(A)$(call f,b),yy)\nx := 1\nelse ifdef B\nx := 2\nelse\nx := 3\nendif\nx := 4\n'),
  ).toEqual([
    [{ kind: 'equal', left: '$(A)$(call f,b)', right: 'yy', negated: false }],
    [
      { kind: 'equal', left: '$(A)$(call f,b)', right: 'yy', negated: true },
      { kind: 'defined', variable: 'B', negated: false },
    ],
    [
      { kind: 'equal', left: '$(A)$(call f,b)', right: 'yy', negated: true },
      { kind: 'defined', variable: 'B', negated: true },
    ],
    [],
  ])
  expect(conditions('ifneq \'$(A)\' "b"\nx := 1\nendif')).toEqual([
    [{ kind: 'equal', left: '$(A)', right: 'b', negated: true }],
  ])
  expect(conditions('ifeq what\nx := 1\n')).toEqual([
    [{ kind: 'unknown', text: 'ifeq what', negated: false }],
  ])
})

test('a line that begins with a tab is a recipe behind a rule, and a statement elsewhere', () => {
  const text = 'x := 1\n\ty := 2\na: b\n\tz := 3\n\nifdef C\n\tw := 4\nendif\nv := 5\n\tu := 6\n'
  expect(assignments(text).map(statement => 'variable' in statement && statement.variable)).toEqual([
    'x',
    'y',
    'v',
    'u',
  ])
  const rule = readMakefile(text).find(({ kind }) => kind === 'rule') as MakeStatement & { kind: 'rule' }
  expect(rule).toMatchObject({ targets: ['a'], prerequisites: ['b'] })
  expect(textOf(text, rule.recipe)).toBe('\tz := 3\n\nifdef C\n\tw := 4\nendif\n')
})

test('a define is one statement, whatever is in it', () => {
  const text = 'define f\nx := 1\ndefine g\nendef\nendef\ny := 2\n'
  const [define, assignment] = readMakefile(text)
  expect(define).toMatchObject({ kind: 'define', name: 'f' })
  expect(textOf(text, (define as MakeStatement & { kind: 'define' }).body)).toBe('x := 1\ndefine g\nendef\n')
  expect(assignment).toMatchObject({ variable: 'y', line: 6 })
})

test('a backslash continues a line, two do not, and one at the end of the file is nothing', () => {
  expect(
    assignments('a := b \\\\\nc := d \\').map(statement => 'words' in statement && statement.words),
  ).toEqual([['b', '\\\\'], ['d']])
})

test('any text is a makefile, whose statements follow each other', () => {
  const piece = fc.constantFrom(
    'ifeq (',
    ')',
    '$(',
    '${',
    'else ',
    'else\n',
    'endif\n',
    'define a\n',
    'endef\n',
    'a',
    ' := ',
    ':',
    '\\\n',
    '\t',
    '$',
    ',',
    '\r\n',
    '\n',
    '#',
    "'",
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), pieces => {
      const text = pieces.join('')
      let last = 0
      for (const { start, end } of readMakefile(text)) {
        expect(start).toBeGreaterThanOrEqual(0)
        expect(end).toBeGreaterThan(start)
        expect(end).toBeLessThanOrEqual(text.length)
        expect(start).toBeGreaterThanOrEqual(last)
        last = start
      }
    }),
  )
})
