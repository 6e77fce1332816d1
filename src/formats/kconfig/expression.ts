// SPDX-License-Identifier: GPL-2.0-only

/** An expression of Kconfig (Documentation/kbuild/kconfig-language.rst). */
export type Expression =
  /** An option; also the constants y, m and n, and numbers, which are options that nobody defines. */
  | { readonly op: 'symbol'; readonly name: string }
  | { readonly op: 'text'; readonly text: string }
  /** A macro, such as `$(cc-option,-mfoo)`: only Kconfig can tell its value. */
  | { readonly op: 'macro'; readonly text: string }
  | { readonly op: 'not'; readonly of: Expression }
  | { readonly op: 'and' | 'or' | Comparison; readonly left: Expression; readonly right: Expression }

export type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>='

/** Reads an expression; what is none is a macro, of which nothing is known. */
export function readExpression(text: string): Expression {
  const tokens = text.match(TOKEN) ?? []
  if (tokens.length > MOST_TOKENS) return { op: 'macro', text }
  const reader = { tokens, at: 0 }
  const expression = readBinary(reader, 0)
  return expression === undefined || reader.at < tokens.length ? { op: 'macro', text } : expression
}

/** What has to hold for an expression to hold: the sides of its outermost `&&`. */
export function conjunctsOf(expression: Expression): Expression[] {
  return expression.op === 'and'
    ? [...conjunctsOf(expression.left), ...conjunctsOf(expression.right)]
    : [expression]
}

const WORDS = { and: '&&', or: '||' } as const

/** As it would be written. */
export function expressionText(expression: Expression): string {
  switch (expression.op) {
    case 'symbol':
      return expression.name
    case 'text':
      return `"${expression.text}"`
    case 'macro':
      return expression.text
    case 'not':
      return `!${grouped(expression.of, 'not')}`
    default: {
      const { op, left, right } = expression
      const word = op === 'and' || op === 'or' ? WORDS[op] : op
      return `${grouped(left, op)} ${word} ${grouped(right, op)}`
    }
  }
}

function grouped(inner: Expression, outer: string): string {
  const isPlain = !('left' in inner) || inner.op === outer || (outer !== 'not' && !(inner.op in WORDS))
  return isPlain ? expressionText(inner) : `(${expressionText(inner)})`
}

const TOKEN =
  /&&|\|\||!=|<=|>=|[!=<>()]|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|(?:[\w./-]|\$\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))+|\S/g

/** No expression of a kernel comes near it; bounds the depth of what is read. */
const MOST_TOKENS = 2000

/** From the operators that bind least. */
const LEVELS: readonly Readonly<Record<string, 'and' | 'or' | Comparison>>[] = [
  { '||': 'or' },
  { '&&': 'and' },
  { '=': '=', '!=': '!=', '<': '<', '<=': '<=', '>': '>', '>=': '>=' },
]

interface Reader {
  readonly tokens: readonly string[]
  at: number
}

function readBinary(reader: Reader, level: number): Expression | undefined {
  const operators = LEVELS[level]
  if (operators === undefined) return readUnary(reader)
  let left = readBinary(reader, level + 1)
  for (;;) {
    const op = operators[reader.tokens[reader.at] ?? '']
    if (op === undefined || left === undefined) return left
    reader.at++
    const right = readBinary(reader, level + 1)
    if (right === undefined) return undefined
    left = { op, left, right }
  }
}

function readUnary(reader: Reader): Expression | undefined {
  const token = reader.tokens[reader.at++]
  if (token === undefined) return undefined
  if (token === '!') {
    const of = readUnary(reader)
    return of && { op: 'not', of }
  }
  if (token === '(') {
    const inner = readBinary(reader, 0)
    return reader.tokens[reader.at++] === ')' ? inner : undefined
  }
  if (token.includes('$(')) return { op: 'macro', text: token }
  if (/^["']/.test(token)) return { op: 'text', text: token.slice(1, -1).replace(/\\(.)/g, '$1') }
  return /^[\w./-]+$/.test(token) ? { op: 'symbol', name: token } : undefined
}
