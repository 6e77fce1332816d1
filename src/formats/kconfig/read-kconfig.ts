// SPDX-License-Identifier: GPL-2.0-only
import { linesOf } from '../lines/index.js'
import { type Expression, readExpression } from './expression.js'

/** A line that says something about an option, a choice or a menu. */
export type Attribute =
  | { readonly kind: 'type'; readonly type: OptionType }
  | { readonly kind: 'prompt' | 'depends' | 'visible'; readonly condition: Expression | undefined }
  /** A value by default; its own expression is its `value`. */
  | { readonly kind: 'default'; readonly value: Expression; readonly condition: Expression | undefined }
  | {
      readonly kind: 'select' | 'imply'
      readonly name: string
      readonly condition: Expression | undefined
    }
  | {
      readonly kind: 'range'
      readonly low: string
      readonly high: string
      readonly condition: Expression | undefined
    }
  | { readonly kind: 'transitional' }

type OptionType = 'bool' | 'tristate' | 'string' | 'int' | 'hex'

export type Statement =
  | { readonly kind: 'config'; readonly name: string; readonly attributes: readonly Attribute[] }
  | { readonly kind: 'choice' | 'menu'; readonly attributes: readonly Attribute[] }
  | { readonly kind: 'if'; readonly condition: Expression }
  | { readonly kind: 'end' }
  | { readonly kind: 'source'; readonly path: string }

/**
 * Reads a Kconfig file (Documentation/kbuild/kconfig-language.rst). A variable is replaced where `variables` has it; other
 * macros stay unknown. Help texts, comments and whatever is not understood are left out: Kconfig itself complains of it.
 */
export function readKconfig(text: string, variables: Readonly<Record<string, string>> = {}): Statement[] {
  const statements: Statement[] = []
  let attributes: Attribute[] = []
  for (const line of statementLines(text)) {
    const known = line.replace(/\$\((\w+)\)/g, (macro, name: string) => variables[name] ?? macro)
    const [, word = '', rest = ''] = /^(\S+)\s*(.*)$/.exec(known) ?? []
    const statement = readStatement(word, rest)
    if (statement !== undefined) {
      attributes = []
      if (statement.kind !== 'comment')
        statements.push('attributes' in statement ? { ...statement, attributes } : statement)
    } else attributes.push(...readAttributes(word, rest))
  }
  return statements
}

/** Lines with what they are continued by, less comments and help texts. */
function* statementLines(text: string): Generator<string> {
  let joined = ''
  /** Of a help text: undefined outside, -1 before its first line. */
  let helpIndent: number | undefined
  for (const { text: line } of linesOf(text)) {
    if (helpIndent !== undefined) {
      if (line.trim() === '') continue
      const indent = indentOf(line)
      if (helpIndent < 0 && indent > 0) helpIndent = indent
      if (helpIndent >= 0 && indent >= helpIndent) continue
      helpIndent = undefined
    }
    joined += line
    if (joined.endsWith('\\')) {
      joined = `${joined.slice(0, -1)} `
      continue
    }
    const statement = withoutComment(joined).trim()
    joined = ''
    if (/^(?:help|---help---)$/.test(statement)) helpIndent = -1
    else if (statement !== '') yield statement
  }
}

/** Columns, a tab going to the next multiple of eight. */
function indentOf(line: string): number {
  let column = 0
  for (const character of line) {
    if (character === '\t') column = (column & ~7) + 8
    else if (character === ' ') column++
    else break
  }
  return column
}

const withoutComment = (line: string): string =>
  /^(?:[^#"']|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|["'](?=[^"']*$))*/.exec(line)?.[0] ?? line

const ENDS = ['endif', 'endmenu', 'endchoice']

function readStatement(word: string, rest: string): Statement | { readonly kind: 'comment' } | undefined {
  if (word === 'config' || word === 'menuconfig') return { kind: 'config', name: rest, attributes: [] }
  if (word === 'choice' || word === 'menu') return { kind: word, attributes: [] }
  if (word === 'if') return { kind: 'if', condition: readExpression(rest) }
  if (ENDS.includes(word)) return { kind: 'end' }
  if (word === 'comment') return { kind: 'comment' }
  return word === 'source' ? { kind: 'source', path: rest.replace(/^["']|["']$/g, '') } : undefined
}

function readAttributes(word: string, rest: string): Attribute[] {
  const [value, condition] = splitCondition(rest)
  switch (word) {
    case 'bool':
    case 'tristate':
    case 'string':
    case 'int':
    case 'hex':
      return [{ kind: 'type', type: word }, ...(value === '' ? [] : [{ kind: 'prompt', condition } as const])]
    case 'def_bool':
    case 'def_tristate':
      return [
        { kind: 'type', type: word === 'def_bool' ? 'bool' : 'tristate' },
        { kind: 'default', value: readExpression(value), condition },
      ]
    case 'prompt':
      return [{ kind: 'prompt', condition }]
    case 'default':
      return [{ kind: 'default', value: readExpression(value), condition }]
    case 'depends':
      return [{ kind: 'depends', condition: dependency(value.replace(/^on\s*/, ''), condition) }]
    case 'visible':
      return [{ kind: 'visible', condition: readExpression(rest.replace(/^if\b\s*/, '')) }]
    case 'select':
    case 'imply':
      return [{ kind: word, name: value, condition }]
    case 'range': {
      const [low = '', high = ''] = value.split(/\s+/)
      return [{ kind: 'range', low, high, condition }]
    }
    case 'transitional':
      return [{ kind: 'transitional' }]
    default:
      return []
  }
}

/** `depends on A if B` is B || !B, with A: where B does not hold, nothing is asked. */
function dependency(value: string, condition: Expression | undefined): Expression {
  const needed = readExpression(value)
  return condition === undefined ? needed : { op: 'or', left: { op: 'not', of: condition }, right: needed }
}

function splitCondition(rest: string): [value: string, condition: Expression | undefined] {
  const at = / if (?=(?:[^"]*"[^"]*")*[^"]*$)/.exec(` ${rest}`)
  if (at === null) return [rest.trim(), undefined]
  const padded = ` ${rest}`
  return [padded.slice(0, at.index).trim(), readExpression(padded.slice(at.index + ' if '.length))]
}
