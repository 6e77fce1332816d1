// SPDX-License-Identifier: GPL-2.0-only
import type { MakeAssignment, MakeCondition } from '../../formats/makefile/index.js'

/** Looks a variable up that the makefile itself does not set; undefined when it is not set at all. */
export type Lookup = (variable: string) => string | undefined

export interface ActiveAssignment extends MakeAssignment {
  /** The variable's name, expanded: `obj-y`. */
  readonly target: string
  /** The words it contributes, expanded. */
  readonly words: readonly string[]
}

export interface MakeValues {
  /** The assignments whose conditions hold, in order. */
  readonly active: readonly ActiveAssignment[]
  /** The words a variable has at the end; empty when it is not set. */
  readonly words: (variable: string) => readonly string[]
}

interface Variable {
  readonly value: string
  /** Expanded when it was assigned. */
  readonly isSimple: boolean
}

/** Bounds what a variable that refers to itself can cost. */
const MAX_DEPTH = 20
/** Characters, and references, that one makefile may expand to: those of variables that double each other have no end. */
const MAX_EXPANSION = 2 ** 20

/**
 * Goes through a makefile's assignments as make does. Of make's functions those are known that kbuild makefiles choose
 * objects with; the value of any other is empty.
 */
export function evaluate(assignments: readonly MakeAssignment[], lookup: Lookup): MakeValues {
  const variables = new Map<string, Variable>()
  const active: ActiveAssignment[] = []
  const scope: Scope = { variable: name => variables.get(name) ?? outside(name, lookup), left: MAX_EXPANSION }
  const expandIn = (text: string) => expand(text, scope, 0)
  for (const assignment of assignments) {
    if (!assignment.conditions.every(condition => holds(condition, expandIn))) continue
    // What a command prints is not known.
    if (assignment.operator === '!=') continue
    const target = expandIn(assignment.variable)
    const before = variables.get(target)
    const value = expandIn(assignment.value)
    active.push({ ...assignment, target, words: wordsOf(value) })
    if (assignment.operator === '?=' && before !== undefined) continue
    if (assignment.operator === '+=' && before !== undefined) {
      const more = before.isSimple ? value : assignment.value
      variables.set(target, { ...before, value: `${before.value} ${more}` })
    } else {
      const isSimple = /^:+=$/.test(assignment.operator)
      variables.set(target, { value: isSimple ? value : assignment.value, isSimple })
    }
  }
  return { active, words: variable => wordsOf(expandIn(`$(${variable})`)) }
}

/** Words at blanks. */
const wordsOf = (text: string): string[] => text.split(/\s+/).filter(Boolean)

function outside(name: string, lookup: Lookup): Variable | undefined {
  const value = lookup(name)
  return value === undefined ? undefined : { value, isSimple: true }
}

function holds(condition: MakeCondition, expandIn: (text: string) => string): boolean {
  if (condition.kind === 'unknown') return true
  const is =
    condition.kind === 'defined'
      ? expandIn(`$(${expandIn(condition.variable)})`) !== ''
      : expandIn(condition.left) === expandIn(condition.right)
  return is !== condition.negated
}

interface Scope {
  readonly variable: (name: string) => Variable | undefined
  /** What is left of MAX_EXPANSION; nothing more is expanded then. */
  left: number
}

function expand(text: string, scope: Scope, depth: number): string {
  if (depth > MAX_DEPTH) return ''
  let result = ''
  for (let at = 0; at < text.length; at++) {
    const next = text[at + 1]
    if (text[at] !== '$' || next === undefined) result += text[at]
    else if (next === '(' || next === '{') {
      const end = closing(text, at + 1)
      result += charged(reference(text.slice(at + 2, end), scope, depth + 1), scope)
      at = end
    } else {
      result += next === '$' ? '$' : charged(reference(next, scope, depth + 1), scope)
      at++
    }
  }
  return result
}

function charged(value: string, scope: Scope): string {
  scope.left -= 1 + value.length
  return scope.left < 0 ? '' : value
}

/** Where the parenthesis at `start` is closed; the end of the text when it is not. */
function closing(text: string, start: number): number {
  const [open, close] = text[start] === '(' ? ['(', ')'] : ['{', '}']
  let depth = 0
  for (let at = start; at < text.length; at++) {
    if (text[at] === open) depth++
    if (text[at] === close && --depth === 0) return at
  }
  return text.length
}

function reference(inner: string, scope: Scope, depth: number): string {
  if (scope.left < 0) return ''
  const call = /^([a-z-]+)\s+([\s\S]*)$/.exec(inner)
  if (call?.[1] !== undefined) {
    const args = splitArguments(call[2] ?? '')
    if (call[1] === 'if') {
      const chosen = expand(args[0] ?? '', scope, depth).trim() === '' ? args[2] : args[1]
      return expand(chosen ?? '', scope, depth)
    }
    const known = Object.hasOwn(FUNCTIONS, call[1]) ? FUNCTIONS[call[1]] : undefined
    return known === undefined ? '' : known(...args.map(arg => expand(arg, scope, depth)))
  }
  const name = expand(inner, scope, depth)
  const substitution = /^([^:]+):([^=]*)=(.*)$/.exec(name)
  const variable = scope.variable(substitution?.[1] ?? name)
  if (variable === undefined) return ''
  const value = variable.isSimple ? variable.value : expand(variable.value, scope, depth)
  if (substitution === null) return value
  const [, , from = '', to = ''] = substitution
  return from.includes('%') ? patsubst(from, to, value) : patsubst(`%${from}`, `%${to}`, value)
}

/** At the commas that are in no inner reference. */
function splitArguments(text: string): string[] {
  const args = ['']
  let depth = 0
  for (const character of text) {
    if ('({'.includes(character)) depth++
    if (')}'.includes(character)) depth--
    if (character === ',' && depth === 0) args.push('')
    else args[args.length - 1] += character
  }
  return args
}

const FUNCTIONS: Readonly<Record<string, (...args: string[]) => string>> = {
  addprefix: (prefix = '', words = '') => map(words, word => prefix + word),
  addsuffix: (suffix = '', words = '') => map(words, word => word + suffix),
  filter: (patterns = '', words = '') => select(words, word => isAnyOf(patterns, word)),
  'filter-out': (patterns = '', words = '') => select(words, word => !isAnyOf(patterns, word)),
  patsubst: (from = '', to = '', words = '') => patsubst(from.trim(), to.trim(), words),
  subst: (from = '', to = '', text = '') => (from === '' ? text : text.replaceAll(from, to)),
  strip: (text = '') => wordsOf(text).join(' '),
  sort: (words = '') => [...new Set(wordsOf(words))].sort().join(' '),
}

const map = (words: string, change: (word: string) => string) => wordsOf(words).map(change).join(' ')
const select = (words: string, test: (word: string) => boolean) => wordsOf(words).filter(test).join(' ')
const isAnyOf = (patterns: string, word: string) =>
  wordsOf(patterns).some(pattern => stemOf(pattern, word) !== undefined)

function patsubst(from: string, to: string, words: string): string {
  return map(words, word => {
    const stem = stemOf(from, word)
    return stem === undefined ? word : to.replace('%', () => stem)
  })
}

/** What `%` stands for when the word matches; empty for a pattern without one; undefined when it does not match. */
function stemOf(pattern: string, word: string): string | undefined {
  const percent = pattern.indexOf('%')
  if (percent < 0) return pattern === word ? '' : undefined
  const [head, tail] = [pattern.slice(0, percent), pattern.slice(percent + 1)]
  const fits = word.length >= head.length + tail.length && word.startsWith(head) && word.endsWith(tail)
  return fits ? word.slice(head.length, word.length - tail.length) : undefined
}
