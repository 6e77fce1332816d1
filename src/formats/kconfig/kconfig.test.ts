// SPDX-License-Identifier: GPL-2.0-only
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readDotConfig } from '../dot-config/index.js'
import { readExpression } from './expression.js'
import { conjunctsOf, evaluate, expressionText, readKconfig } from './index.js'

const names = new Set(['A', 'B', 'M', 'N', 'NR', 'TEXT'])
const values = {
  config: readDotConfig('CONFIG_A=y\nCONFIG_B=y\nCONFIG_M=m\nCONFIG_NR=8\nCONFIG_TEXT="abc"\n'),
  isDefined: (name: string) => names.has(name),
}
const level = (text: string) => evaluate(readExpression(text), values)

test('expressions have the values that Kconfig gives them', () => {
  const known = { A: 2, M: 1, N: 0, y: 2, m: 1, 'A && M': 1, 'A || N': 2, '!M': 1, '!N && A': 2 }
  for (const [text, value] of Object.entries(known)) expect([text, level(text)]).toEqual([text, value])
  expect(['NR = 8', 'NR >= 9', 'NR!=8', 'TEXT = "abc"', "TEXT = 'x'", 'A=y', 'N = n'].map(level)).toEqual([
    2, 0, 0, 2, 0, 2, 2,
  ])
  expect(['UNKNOWN', 'N || !UNKNOWN', '(A || N) && (N || M)'].map(level)).toEqual([0, 2, 1])
})

test('what a macro decides is unknown, unless the rest decides', () => {
  expect(['$(cc-option,-mfoo)', 'A && $(f,(x))', 'N && $(f)', 'A || $(f)'].map(level)).toEqual([
    undefined,
    undefined,
    0,
    2,
  ])
})

test('an expression is split at its outermost &&, and written as it was', () => {
  const text = 'A && (B || !(M && N)) && NR >= 8'
  expect(conjunctsOf(readExpression(text)).map(expressionText)).toEqual(['A', 'B || !(M && N)', 'NR >= 8'])
  expect(expressionText(readExpression(text))).toBe(text)
  expect(expressionText(readExpression('A &&'))).toBe('A &&')
})

const KCONFIG = `# a comment
menu "Things"
	visible if A
config X
	tristate "An X" if A # who asks
	depends on A && \\
		   M
	depends on B if A
	select Y if M
	range 1 NR if B
	default "a if b" if A
	help
	  config HELP
	  if you do not know

	  select NOTHING
config Z
	def_bool $(success,true)
	transitional
endmenu
choice
	prompt "One of"
config ONE
	bool "one"
endchoice
if !N
source "lib/$(SRCARCH)/Kconfig"
endif
`

test('statements are read with their attributes, without comments and help', () => {
  const statements = readKconfig(KCONFIG, { SRCARCH: 'x86' })
  expect(statements.map(each => ('name' in each ? `${each.kind} ${each.name}` : each.kind))).toEqual([
    ...['menu', 'config X', 'config Z', 'end', 'choice', 'config ONE', 'end', 'if', 'source', 'end'],
  ])
  expect(statements.find(({ kind }) => kind === 'source')).toMatchObject({ path: 'lib/x86/Kconfig' })
  const x = statements[1]
  const said = x?.kind === 'config' ? x.attributes : []
  const text = (each: (typeof said)[number]) =>
    'condition' in each && each.condition !== undefined ? expressionText(each.condition) : ''
  expect(said.map(each => `${each.kind} ${text(each)}`)).toEqual([
    ...['type ', 'prompt A', 'depends A && M', 'depends !A || B', 'select M', 'range B', 'default A'],
  ])
})

test('any text gives statements', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 300 }), text => {
      readKconfig(text)
      readKconfig(`config A\n\tdepends on ${text}`)
      evaluate(readExpression(text), values)
    }),
    { numRuns: 500 },
  )
})
