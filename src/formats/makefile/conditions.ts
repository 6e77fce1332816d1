// SPDX-License-Identifier: GPL-2.0-only
import type { MakeCondition } from './statement.js'

/** For each open conditional, what its current branch asks. */
export type OpenConditions = MakeCondition[][]

/** Limits the depth of conditionals and their branches, since each assignment keeps all of its conditions. No makefile comes near. */
const MAX_CONDITIONS = 32

/** Notes a line of a conditional (`ifeq`, `else`, `endif`…). */
export function noteConditional(text: string, open: OpenConditions): void {
  if (/^endif\b/.test(text)) {
    open.pop()
    return
  }
  const otherwise = /^else\b\s*(.*)$/s.exec(text)
  if (otherwise === null) {
    open.push(open.length < MAX_CONDITIONS ? [readCondition(text)] : [])
    return
  }
  const before = open.pop() ?? []
  const last = before.at(-1)
  const negated = last === undefined ? [] : [{ ...last, negated: !last.negated }]
  const next = otherwise[1] === undefined || otherwise[1] === '' ? [] : [readCondition(otherwise[1])]
  open.push(before.length >= MAX_CONDITIONS ? before : [...before.slice(0, -1), ...negated, ...next])
}

function readCondition(text: string): MakeCondition {
  const [, word = '', rest = ''] = /^(ifn?eq|ifn?def)\b\s*(.*)$/s.exec(text) ?? []
  const negated = word.startsWith('ifn')
  if (word.endsWith('def')) return { kind: 'defined', variable: rest.trim(), negated }
  const sides = word === '' ? undefined : sidesOf(rest.trim())
  if (sides === undefined) return { kind: 'unknown', text, negated }
  return { kind: 'equal', left: sides[0].trim(), right: sides[1].trim(), negated }
}

/** What is compared: `(a,b)`, or two quoted texts. */
function sidesOf(text: string): readonly [string, string] | undefined {
  const [, , left, , right] = /^(["'])(.*?)\1\s*(["'])(.*?)\3$/s.exec(text) ?? []
  return left !== undefined && right !== undefined ? [left, right] : betweenParentheses(text)
}

/** `(a,b)` as two texts; commas inside of `$(…)` belong to it. */
function betweenParentheses(text: string): readonly [string, string] | undefined {
  if (!text.startsWith('(') || !text.endsWith(')')) return undefined
  let depth = 0
  for (let at = 1; at < text.length - 1; at++) {
    if (text[at] === '(') depth++
    if (text[at] === ')') depth--
    if (text[at] === ',' && depth === 0) return [text.slice(1, at), text.slice(at + 1, -1)]
  }
  return undefined
}
