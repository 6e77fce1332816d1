// SPDX-License-Identifier: GPL-2.0-only
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { assignmentsIn } from './assignments-in.js'
import { evaluate } from './make-values.js'

const valuesOf = (makefile: string) =>
  evaluate(assignmentsIn(makefile), name => (name === 'OUT' ? 'x y' : undefined))

test('simple and recursive variables expand when make would expand them', () => {
  const { words } = valuesOf('a = $(b)\nc := $(b)\nb = 1\na += 2\nd ?= 3\nd ?= 4\n')
  expect(words('a')).toEqual(['1', '2'])
  expect(words('c')).toEqual([])
  expect(words('d')).toEqual(['3'])
})

test('the functions that choose objects are known, others give nothing', () => {
  const { words } = valuesOf(`
a := $(addprefix arch/,$(addsuffix .o,$(OUT)))
b := $(filter-out x,$(OUT)) $(patsubst %.c,%.o,p.c q.h) $(p:.c=.o)
c := $(if $(NONE),yes,no) $(shell rm -rf /) $(call cc-option,-O2)
p := r.c
d := $(p:.c=.o) $(subst r,s,$(p))
`)
  expect(words('a')).toEqual(['arch/x.o', 'arch/y.o'])
  expect(words('b')).toEqual(['y', 'p.o', 'q.h'])
  expect(words('c')).toEqual(['no'])
  expect(words('d')).toEqual(['r.o', 's.c'])
})

test('a variable that refers to itself ends', () => {
  expect(valuesOf('a = $(b)\nb = $(a)\n').words('a')).toEqual([])
})

test('any text is a makefile', () => {
  const piece = fc.constantFrom(
    'ifeq (',
    ')',
    '$(',
    '${',
    'else',
    'endif\n',
    'a',
    ' := ',
    '\\\n',
    '$',
    ',',
    '\n',
    '#',
    '%',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), pieces => {
      evaluate(assignmentsIn(pieces.join('')), () => undefined).words('a')
    }),
  )
})

test('variables that double each other come to an end', () => {
  const doubled = Array.from({ length: 60 }, () => 'a := $(a)$(a)x\n').join('')
  expect(valuesOf(`a := x\n${doubled}`).words('a').join('').length).toBeLessThan(2 ** 21)
  expect(valuesOf('a = $(b)$(b)$(b)$(b)\nb = $(a)$(a)$(a)$(a)\n').words('a')).toEqual([])
})

test('what JavaScript calls its own is no variable and no function', () => {
  const { words } = valuesOf('a = $(constructor) $(constructor x) $(toString) $(__proto__)\n')
  expect(words('a')).toEqual([])
})
