// SPDX-License-Identifier: GPL-2.0-only
import type { SourceText, Span } from '../source-text.js'
import { scanC } from './c-scan.js'
import type { Construct } from './construct.js'
import { parseMakefile } from './makefile.js'

interface ConditionalLine extends Span {
  readonly kind: 'if' | 'else if' | 'else' | 'endif'
  /** As written, blanks removed: `#ifdefMODULE`, `ifeq($(A),y)`. */
  readonly text: string
}

interface Conditional {
  readonly opening: ConditionalLine
  readonly middle: ConditionalLine[]
  closing?: ConditionalLine
}

/** Conditionals that open with this directive, of C when it starts with `#`, of make otherwise; inside: the first branch. */
export function findIfBlocks(source: SourceText, condition: string): Construct[] {
  return closedConditionals(source, condition).map(({ opening, middle, closing }) => ({
    start: opening.start,
    end: closing.end,
    inside: { start: opening.end, end: (middle[0] ?? closing).start },
  }))
}

function closedConditionals(source: SourceText, condition: string) {
  const wanted = condition.replace(/\s+/g, '')
  const lines = wanted.startsWith('#') ? cConditionals(source) : makeConditionals(source)
  return nest(lines).flatMap(({ opening, middle, closing }) =>
    opening.text === wanted && closing !== undefined ? [{ opening, middle, closing }] : [],
  )
}

function cConditionals(source: SourceText): ConditionalLine[] {
  return scanC(source).directives.flatMap(({ name, argument, start, end }) => {
    const kind = name === 'else' || name === 'endif' ? name : name.startsWith('if') ? 'if' : 'else if'
    if (kind === 'else if' && !name.startsWith('elif')) return []
    return [{ kind, start, end, text: `#${name}${argument.replace(/\\\r?\n|\s+/g, '')}` }]
  })
}

function makeConditionals(source: SourceText): ConditionalLine[] {
  return parseMakefile(source).flatMap(statement => {
    if (statement.kind !== 'conditional') return []
    const { start, end } = statement
    const text = statement.text.replace(/\s+/g, '')
    const kind = text.startsWith('else')
      ? text === 'else'
        ? 'else'
        : 'else if'
      : text === 'endif'
        ? 'endif'
        : 'if'
    return [{ kind, start, end, text }] as const
  })
}

function nest(lines: readonly ConditionalLine[]): Conditional[] {
  const found: Conditional[] = []
  const open: Conditional[] = []
  for (const line of lines) {
    if (line.kind === 'if') {
      const conditional = { opening: line, middle: [] }
      open.push(conditional)
      found.push(conditional)
    } else if (line.kind === 'endif') {
      const conditional = open.pop()
      if (conditional !== undefined) conditional.closing = line
    } else {
      open.at(-1)?.middle.push(line)
    }
  }
  return found
}
