// SPDX-License-Identifier: GPL-2.0-only
import { allLines, lineSpan, type SourceText } from '../source-text.js'
import type { Construct } from './construct.js'
import { hashCommentAbove } from './hash-comment.js'

const ENTRY = /^\s*(config|menuconfig|choice)(?:\s+(\w+))?\s*(?:#.*)?$/
const STATEMENT =
  /^\s*(?:config|menuconfig|choice|endchoice|comment|menu|endmenu|if|endif|source|[or]+source|mainmenu)\b/

/** Entries of that name: from the keyword's line to the last attribute or line of help, a choice to its `endchoice`. */
export function findKconfigEntries(source: SourceText, name: string): Construct[] {
  const lines = allLines(source)
  const help = helpLines(lines)
  const isStatement = (index: number) => !help.has(index) && STATEMENT.test(lines[index] as string)
  return lines.flatMap((text, first) => {
    const [, keyword, symbol] = ENTRY.exec(text) ?? []
    if (symbol !== name || !isStatement(first)) return []
    const last = keyword === 'choice' ? endOfChoice(lines, first) : endOfEntry(lines, first, isStatement)
    const start = lineSpan(source, first).start
    const { end } = lineSpan(source, last)
    const insideEnd = keyword === 'choice' ? lineSpan(source, last).start : end
    return [
      {
        start,
        end,
        lead: hashCommentAbove(source, lines, first),
        inside: { start: lineSpan(source, first).end, end: insideEnd },
      },
    ]
  })
}

/** Lines of help text: those below `help` that are indented at least as far as the first of them, and blank ones between. */
function helpLines(lines: readonly string[]): ReadonlySet<number> {
  const found = new Set<number>()
  for (let index = 0; index < lines.length; index++) {
    if (!/^\s*(?:help|---help---)\s*$/.test(lines[index] as string)) continue
    let depth: number | undefined
    for (let below = index + 1; below < lines.length; below++) {
      const text = lines[below] as string
      if (text.trim() === '') continue
      const indent = indentOf(text)
      depth ??= indent
      if (indent < depth || indent === 0) break
      found.add(below)
      index = below
    }
  }
  return found
}

/** Columns, a tab reaching to the next multiple of eight. */
function indentOf(text: string): number {
  let column = 0
  for (const character of text) {
    if (character === '\t') column += 8 - (column % 8)
    else if (character === ' ') column++
    else break
  }
  return column
}

function endOfEntry(
  lines: readonly string[],
  first: number,
  isStatement: (index: number) => boolean,
): number {
  let last = first
  for (let index = first + 1; index < lines.length && !isStatement(index); index++) {
    const text = lines[index] as string
    // An unindented comment is the head of what comes next.
    if (text.trim() !== '' && !text.startsWith('#')) last = index
  }
  return last
}

function endOfChoice(lines: readonly string[], first: number): number {
  const end = lines.findIndex((text, index) => index > first && /^\s*endchoice\b/.test(text))
  return end === -1 ? lines.length - 1 : end
}
