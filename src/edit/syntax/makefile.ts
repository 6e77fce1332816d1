// SPDX-License-Identifier: GPL-2.0-only
import type { AssignedWords } from '../recipe.js'
import { allLines, lineSpan, type SourceText, type Span } from '../source-text.js'

/** A statement with its continuation lines; `rule` ends with its last recipe line. */
export type MakeStatement = Span &
  (
    | ({ readonly kind: 'assignment' } & AssignedWords)
    | {
        readonly kind: 'rule'
        readonly targets: readonly string[]
        readonly prerequisites: readonly string[]
        /** Its recipe lines; empty, at the end of the rule, when it has none. */
        readonly recipe: Span
      }
    | { readonly kind: 'define'; readonly name: string; readonly body: Span }
    | { readonly kind: 'conditional'; readonly text: string }
    | { readonly kind: 'comment' }
    | { readonly kind: 'other' }
  )

interface LogicalLine extends Span {
  /** Continuation lines joined by a blank, comment kept. */
  readonly text: string
}

const parsed = new WeakMap<SourceText, readonly MakeStatement[]>()

/** Statements of a makefile in order, blank lines and recipe lines left out. Any text is accepted: what is not understood is `other`. */
export function parseMakefile(source: SourceText): readonly MakeStatement[] {
  const known = parsed.get(source)
  if (known !== undefined) return known
  const statements = readStatements(logicalLines(source))
  parsed.set(source, statements)
  return statements
}

function logicalLines(source: SourceText): LogicalLine[] {
  const physical = allLines(source)
  const result: LogicalLine[] = []
  for (let first = 0; first < physical.length; ) {
    let last = first
    while (last + 1 < physical.length && /(?<!\\)(?:\\\\)*\\$/.test(physical[last] as string)) last++
    const text = physical
      .slice(first, last + 1)
      .map((line, index) => (index < last - first ? line.slice(0, -1) : line))
      .join(' ')
    result.push({ start: lineSpan(source, first).start, end: lineSpan(source, last).end, text })
    first = last + 1
  }
  return result
}

function readStatements(lines: readonly LogicalLine[]): MakeStatement[] {
  const statements: MakeStatement[] = []
  let takesRecipe = false
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] as LogicalLine
    if (line.text.trim() === '' || (takesRecipe && line.text.startsWith('\t'))) continue
    const defined = /^\s*(?:override\s+|export\s+)*define\s+(\S+)/.exec(line.text)?.[1]
    if (defined !== undefined) {
      const last = endOfDefine(lines, index)
      const end = lines[last] as LogicalLine
      statements.push({
        kind: 'define',
        name: defined,
        start: line.start,
        end: end.end,
        body: { start: line.end, end: end.start },
      })
      index = last
      takesRecipe = false
      continue
    }
    const statement = readStatement(line)
    statements.push(statement.kind === 'rule' ? withRecipe(statement, lines, index) : statement)
    if (statement.kind === 'rule') takesRecipe = true
    else if (statement.kind === 'assignment' || statement.kind === 'other') takesRecipe = false
  }
  return statements
}

function endOfDefine(lines: readonly LogicalLine[], from: number): number {
  let depth = 0
  for (let index = from; index < lines.length; index++) {
    const { text } = lines[index] as LogicalLine
    if (/^\s*(?:override\s+|export\s+)*define\s/.test(text)) depth++
    else if (/^\s*endef\b/.test(text) && --depth === 0) return index
  }
  return lines.length - 1
}

function readStatement({ start, end, text }: LogicalLine): MakeStatement {
  if (/^\s*#/.test(text)) return { kind: 'comment', start, end }
  const plain = withoutComment(text)
  if (/^\s*(?:ifn?eq|ifn?def|else|endif)\b/.test(plain)) {
    return { kind: 'conditional', start, end, text: plain.trim() }
  }
  const separator = topLevelMatch(plain, /:::=|::=|:=|\+=|\?=|!=|=|::|&:|:/y)
  if (separator === undefined) return { kind: 'other', start, end }
  const left = plain.slice(0, separator.index)
  const right = plain.slice(separator.index + separator.text.length)
  if (separator.text.endsWith('=')) {
    const variable = splitWords(left).filter(word => !/^(?:override|export|private|unexport)$/.test(word))
    if (variable.length !== 1) return { kind: 'other', start, end }
    const words = splitWords(right)
    return {
      kind: 'assignment',
      start,
      end,
      variable: variable[0] as string,
      operator: separator.text,
      words,
    }
  }
  if (topLevelMatch(right, /=/y) !== undefined) return { kind: 'other', start, end }
  return {
    kind: 'rule',
    start,
    end,
    targets: splitWords(left),
    prerequisites: splitWords(right.split(';', 1)[0] as string),
    recipe: { start: end, end },
  }
}

type Rule = Extract<MakeStatement, { kind: 'rule' }>

/** The rule with the tab-indented lines below it; conditionals among them count when the recipe goes on after their start. */
function withRecipe(rule: Rule, lines: readonly LogicalLine[], index: number): Rule {
  let recipeStart = rule.end
  let end = rule.end
  let depth = 0
  let pendingFrom: number | undefined
  for (let below = index + 1; below < lines.length; below++) {
    const line = lines[below] as LogicalLine
    const plain = withoutComment(line.text).trim()
    if (line.text.startsWith('\t') && line.text.trim() !== '') {
      if (end === rule.end) recipeStart = pendingFrom ?? line.start
      pendingFrom = undefined
      end = line.end
    } else if (/^if/.test(plain)) {
      pendingFrom ??= line.start
      depth++
    } else if (/^(?:else|endif)\b/.test(plain)) {
      if (depth === 0) break
      if (plain.startsWith('endif')) depth--
      // A conditional with recipe lines in it belongs to the recipe as a whole.
      if (pendingFrom === undefined) end = line.end
      else if (depth === 0) pendingFrom = undefined
    } else if (plain !== '') {
      break
    }
  }
  return { ...rule, end, recipe: { start: recipeStart, end } }
}

function withoutComment(text: string): string {
  const comment = topLevelMatch(text, /(?<!\\)#/y)
  return comment === undefined ? text : text.slice(0, comment.index)
}

/** The first place outside `$(…)` and `${…}` where the sticky pattern matches. */
function topLevelMatch(text: string, pattern: RegExp): { index: number; text: string } | undefined {
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const character = text[at] as string
    if (character === '$' && /[({]/.test(text[at + 1] ?? '')) {
      depth++
      at++
    } else if (depth > 0 && /[({]/.test(character)) {
      depth++
    } else if (depth > 0 && /[)}]/.test(character)) {
      depth--
    } else if (depth === 0) {
      pattern.lastIndex = at
      const found = pattern.exec(text)
      if (found !== null) return { index: at, text: found[0] }
    }
  }
  return undefined
}

/** Words, `$(…)` never split. */
function splitWords(text: string): string[] {
  const words: string[] = []
  let rest = text.trim()
  while (rest !== '') {
    const gap = topLevelMatch(rest, /\s+/y)
    words.push(rest.slice(0, gap?.index))
    rest = gap === undefined ? '' : rest.slice(gap.index + gap.text.length)
  }
  return words
}
