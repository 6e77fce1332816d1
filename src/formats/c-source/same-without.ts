// SPDX-License-Identifier: GPL-2.0-only
import { commentsIn, replaceSpans } from './hidden-spans.js'

/**
 * Whether two texts for the preprocessor give a compiler the same tokens wherever none of these macros is defined; lines may
 * move. Conditions on the macros are worked out, and the plain macros that only one of the texts has, and nobody else, are
 * replaced by what they stand for. What cannot be told is not the same.
 */
export function sameWithout(one: string, other: string, macros: readonly string[]): boolean {
  const [a, b] = [one, other].map(text => readLines(text, new Set(macros)))
  if (a === undefined || b === undefined) return false
  return written(a, other) === written(b, one)
}

/** A directive, or the code between two, with single blanks; `depth` counts the conditionals around it that stay. */
interface Line {
  readonly text: string
  readonly isDirective: boolean
  readonly depth: number
}

/** A conditional. `chosen`: one of its branches is taken whatever the other macros are, so that no later one is. */
interface Frame {
  readonly isActive: boolean
  isOpen: boolean
  chosen: boolean
  branch: boolean
  isLast: boolean
}

/** The lines that count when none of the macros is defined; undefined when its conditionals are none. */
function readLines(text: string, macros: ReadonlySet<string>): readonly Line[] | undefined {
  const lines: Line[] = []
  const frames: Frame[] = []
  const put = (line: string, isDirective: boolean) => {
    const depth = frames.filter(({ isOpen }) => isOpen).length
    if (line !== '') lines.push({ text: line, isDirective, depth })
  }
  for (const line of withoutComments(text).split('\n')) {
    const [, name = '', rest = ''] = /^\s*#\s*(\w+)(.*)$/.exec(line) ?? []
    const frame = frames.at(-1)
    const isActive = frame?.branch ?? true
    if (/^if(?:n?def)?$/.test(name)) {
      frames.push({ isActive, isOpen: false, chosen: false, branch: false, isLast: false })
      if (isActive) branch(conditionOf(name, rest, macros), frames, put)
    } else if (/^(?:el|end)/.test(name)) {
      if (frame === undefined || (frame.isLast && name !== 'endif')) return undefined
      frame.isLast = name === 'else'
      if (frame.isActive && name !== 'endif')
        branch(name === 'else' ? 'true' : conditionOf(name.slice(2), rest, macros), frames, put)
      if (name !== 'endif') continue
      if (frame.isOpen) put('#endif', true)
      frames.pop()
    } else if (isActive) put(single(line), name !== '')
  }
  return frames.length === 0 ? lines : undefined
}

type Put = (line: string, isDirective: boolean) => void

/** Begins a branch of the innermost conditional: `true`, `false`, or what its condition comes to. */
function branch(condition: string, frames: readonly Frame[], put: Put): void {
  const frame = frames.at(-1) as Frame
  if (frame.chosen || condition === 'false') {
    frame.branch = false
    return
  }
  frame.branch = true
  frame.chosen = condition === 'true'
  if (frame.chosen) {
    if (frame.isOpen) put('#else', true)
    return
  }
  const word = frame.isOpen ? '#elif' : '#if'
  frame.isOpen = true
  put(`${word} ${condition}`, true)
}

function conditionOf(name: string, rest: string, macros: ReadonlySet<string>): string {
  const text = single(rest)
  if (name === 'ifdef' || name === 'def') return simplified(`defined(${text})`, macros)
  if (name === 'ifndef' || name === 'ndef') return simplified(`!defined(${text})`, macros)
  return simplified(text, macros)
}

/** An expression of #if with what the macros make certain worked out: `true`, `false` or what is left of it. */
function simplified(text: string, macros: ReadonlySet<string>): string {
  const inner = text.trim()
  if (inner.includes('?')) return inner
  for (const [operator, decides, drops] of [
    ['||', 'true', 'false'],
    ['&&', 'false', 'true'],
  ] as const) {
    const parts = split(inner, operator)
    if (parts.length < 2) continue
    const left = parts.map(part => simplified(part, macros)).filter(part => part !== drops)
    if (left.includes(decides)) return decides
    return left.length === 0 ? drops : left.join(` ${operator} `)
  }
  if (inner.startsWith('!') && !inner.startsWith('!=')) {
    const operand = simplified(inner.slice(1), macros)
    return operand === 'true' ? 'false' : operand === 'false' ? 'true' : `!${operand}`
  }
  if (inner.startsWith('(') && split(inner.slice(1, -1), ')').length === 1 && inner.endsWith(')')) {
    const operand = simplified(inner.slice(1, -1), macros)
    return /^(?:true|false|!?defined\(\w+\))$/.test(operand) ? operand : `(${operand})`
  }
  const name = /^defined(?: ?\( ?(\w+) ?\)| (\w+))$/.exec(inner)
  const tested = name?.[1] ?? name?.[2]
  if (tested === undefined) return inner
  return macros.has(tested) ? 'false' : `defined(${tested})`
}

/** Splits at an operator that is in no brackets. A bracket that closes nothing splits as well, where it is the operator. */
function split(text: string, operator: string): string[] {
  const parts: string[] = []
  let depth = 0
  let start = 0
  for (let at = 0; at < text.length; at++) {
    if (depth === 0 && text.startsWith(operator, at)) {
      parts.push(text.slice(start, at))
      start = at + operator.length
      at = start - 1
    } else if (text[at] === '(') depth++
    else if (text[at] === ')') depth--
  }
  return [...parts, text.slice(start)]
}

/** The lines as one text, plain macros that the other text does not know replaced where they are defined. */
function written(lines: readonly Line[], other: string): string {
  const own = new Map<string, { readonly value: string; readonly depth: number }>()
  const words: string[] = []
  for (const { text, isDirective, depth } of lines) {
    for (const [name, macro] of own) if (depth < macro.depth) own.delete(name)
    const [, name = '', value = ''] = /^# ?define ([A-Za-z_]\w*)(?: (.*))?$/.exec(text) ?? []
    if (name !== '' && !other.includes(name)) {
      own.set(name, { value, depth })
      continue
    }
    const replaced = text.replace(/"(?:\\.|[^"\\])*"|\w+/g, word => own.get(word)?.value ?? word)
    words.push(isDirective ? `\n${replaced}\n` : replaced)
  }
  return words.join(' ').replace(/ ?\n ?/g, '\n')
}

/** Comments are blanks, and continued lines one line. */
const withoutComments = (text: string) =>
  replaceSpans(text, commentsIn(text), () => ' ').replace(/\\\r?\n/g, ' ')

/** Blanks outside of literals as single ones. */
const single = (line: string) =>
  line.replace(/("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|\s+/g, (_, literal?: string) => literal ?? ' ').trim()
