// SPDX-License-Identifier: GPL-2.0-only

/** An assignment of a makefile, as written: nothing is expanded. */
export interface MakeAssignment {
  /** Such as `obj-$(CONFIG_CRYPTO_AES)`. */
  readonly variable: string
  readonly operator: '=' | ':=' | '+=' | '?='
  /** Continuation lines joined, comments gone. */
  readonly value: string
  /** From 1. */
  readonly line: number
  /** What it stands under, outermost first: all have to hold. */
  readonly conditions: readonly Condition[]
}

/** A branch of a conditional. */
export type Condition =
  | { readonly kind: 'equal'; readonly left: string; readonly right: string; readonly negated: boolean }
  | { readonly kind: 'defined'; readonly variable: string; readonly negated: boolean }
  /** A conditional that was not understood. */
  | { readonly kind: 'unknown'; readonly text: string; readonly negated: boolean }

/** Reads the assignments of a makefile; rules, recipes, includes and defines are passed over. Takes any text. */
export function readMakefile(text: string): readonly MakeAssignment[] {
  const assignments: MakeAssignment[] = []
  /** Of each open conditional: what its current branch asks. */
  const open: Condition[][] = []
  let inDefine = false
  for (const { text: line, number } of logicalLines(text)) {
    if (/^\s*define\s/.test(line)) inDefine = true
    if (/^\s*endef\b/.test(line)) inDefine = false
    if (inDefine || line.startsWith('\t') || conditional(line, open)) continue
    const match =
      /^\s*(?:(?:export|override|private)\s+)*([^\s:=+?#][^\s:=+?#]*)\s*(\+=|\?=|::?=|=)\s*(.*)$/.exec(line)
    if (match?.[1] === undefined) continue
    const operator = match[2] === '::=' ? ':=' : (match[2] as MakeAssignment['operator'])
    const conditions = open.flat()
    assignments.push({
      variable: match[1],
      operator,
      value: (match[3] ?? '').trim(),
      line: number,
      conditions,
    })
  }
  return assignments
}

/** How deep conditionals count, and how many branches of one: no makefile comes near, and each assignment keeps all of its conditions. */
const MAX_CONDITIONS = 32

/** Whether the line is part of a conditional, which is then noted in `open`. */
function conditional(line: string, open: Condition[][]): boolean {
  const text = line.trim()
  if (/^endif\b/.test(text)) {
    open.pop()
    return true
  }
  const otherwise = /^else\b\s*(.*)$/.exec(text)
  if (otherwise !== null) {
    const before = open.pop() ?? []
    const next = otherwise[1] === undefined || otherwise[1] === '' ? undefined : readCondition(otherwise[1])
    const last = before.at(-1)
    const negated = last === undefined ? [] : [{ ...last, negated: !last.negated }]
    if (before.length >= MAX_CONDITIONS) open.push(before)
    else open.push([...before.slice(0, -1), ...negated, ...(next === undefined ? [] : [next])])
    return true
  }
  const condition = readCondition(text)
  if (condition === undefined) return false
  open.push(open.length < MAX_CONDITIONS ? [condition] : [])
  return true
}

function readCondition(text: string): Condition | undefined {
  const word = /^(ifn?eq|ifn?def)\b\s*(.*)$/.exec(text)
  if (word?.[1] === undefined) return undefined
  const rest = (word[2] ?? '').trim()
  const negated = word[1].startsWith('ifn')
  if (word[1].endsWith('def')) return { kind: 'defined', variable: rest, negated }
  const sides = betweenParentheses(rest) ?? /^(["'])(.*?)\1\s*(["'])(.*?)\3$/.exec(rest)
  if (sides === undefined || sides === null) return { kind: 'unknown', text, negated }
  const [left = '', right = ''] = sides.length === 2 ? sides : [sides[2], sides[4]]
  return { kind: 'equal', left: left.trim(), right: right.trim(), negated }
}

/** `(a,b)` as two texts; commas inside of `$(…)` belong to it. */
function betweenParentheses(text: string): [string, string] | undefined {
  if (!text.startsWith('(') || !text.endsWith(')')) return undefined
  let depth = 0
  for (let at = 1; at < text.length - 1; at++) {
    if (text[at] === '(') depth++
    if (text[at] === ')') depth--
    if (text[at] === ',' && depth === 0) return [text.slice(1, at), text.slice(at + 1, -1)]
  }
  return undefined
}

function* logicalLines(text: string): Generator<{ text: string; number: number }> {
  const lines = text.split('\n')
  for (let index = 0; index < lines.length; index++) {
    const number = index + 1
    const parts = [(lines[index] ?? '').replace(/\r$/, '')]
    for (let last = parts[0] ?? ''; last.endsWith('\\') && index + 1 < lines.length; ) {
      index++
      parts[parts.length - 1] = last.slice(0, -1).trimEnd()
      last = (lines[index] ?? '').replace(/\r$/, '').trimStart()
      parts.push(last)
    }
    yield { text: parts.join(' ').replace(/(^|[^\\])#.*$/s, '$1'), number }
  }
}
