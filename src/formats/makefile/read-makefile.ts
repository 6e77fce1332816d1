// SPDX-License-Identifier: GPL-2.0-only
import { noteConditional, type OpenConditions } from './conditions.js'
import { type LogicalLine, logicalLines } from './logical-lines.js'
import type { MakeAssignment, MakeCondition, MakeRule, MakeStatement } from './statement.js'
import { hasEquals, operatorIn, withoutComment, wordsOf } from './top-level.js'

/**
 * The statements of a makefile in order, without blank lines and recipe lines. Accepts any text: what it does not understand
 * is `other`, and what is left open ends with the file.
 */
export function readMakefile(makefile: string): readonly MakeStatement[] {
  const lines = logicalLines(makefile)
  const statements: MakeStatement[] = []
  const open: OpenConditions = []
  let takesRecipe = false
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] as LogicalLine
    if (line.text.trim() === '' || (takesRecipe && line.text.startsWith('\t'))) continue
    const defined = /^\s*(?:override\s+|export\s+)*define\s+(\S+)/.exec(line.text)?.[1]
    if (defined !== undefined) {
      const last = endOfDefine(lines, index)
      const end = lines[last] as LogicalLine
      const body = { start: line.end, end: end.start }
      statements.push({ kind: 'define', name: defined, start: line.start, end: end.end, body })
      index = last
      takesRecipe = false
      continue
    }
    const statement = readStatement(line, open)
    if (statement.kind === 'conditional') noteConditional(statement.text, open)
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

function readStatement({ start, end, text, line }: LogicalLine, open: OpenConditions): MakeStatement {
  if (/^\s*#/.test(text)) return { kind: 'comment', start, end }
  const plain = withoutComment(text)
  if (/^\s*(?:ifn?eq|ifn?def|else|endif)\b/.test(plain)) {
    return { kind: 'conditional', start, end, text: plain.trim() }
  }
  const operator = operatorIn(plain)
  if (operator === undefined) return { kind: 'other', start, end }
  const left = plain.slice(0, operator.index)
  const right = plain.slice(operator.index + operator.text.length)
  if (operator.text.endsWith('=')) {
    const names = wordsOf(left).filter(word => !/^(?:override|export|private|unexport)$/.test(word))
    const [variable] = names
    if (variable === undefined || names.length > 1) return { kind: 'other', start, end }
    return {
      kind: 'assignment',
      start,
      end,
      variable,
      operator: operator.text as MakeAssignment['operator'],
      value: right.trim(),
      words: wordsOf(right),
      line,
      conditions: open.flat() as readonly MakeCondition[],
    }
  }
  if (hasEquals(right)) return { kind: 'other', start, end }
  const [prerequisites = ''] = right.split(';', 1)
  return {
    kind: 'rule',
    start,
    end,
    targets: wordsOf(left),
    prerequisites: wordsOf(prerequisites),
    recipe: { start: end, end },
  }
}

/** The rule with the tab-indented lines below it; conditionals among them count when the recipe goes on after their start. */
function withRecipe(rule: MakeRule, lines: readonly LogicalLine[], index: number): MakeRule {
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
