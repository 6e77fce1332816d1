// SPDX-License-Identifier: GPL-2.0-only
import { allLines, lineSpan, type SourceText } from '../source-text.js'
import type { Construct } from './construct.js'
import { hashCommentAbove } from './hash-comment.js'

/** Functions `name() {` or `function name {`, up to the `}` with the indentation of the name. */
export function findShellFunctions(source: SourceText, name: string): Construct[] {
  const lines = allLines(source)
  return lines.flatMap((text, first) => {
    const [, indent, plain, word] = /^(\s*)(?:([\w-]+)\s*\(\s*\)|function\s+([\w-]+))/.exec(text) ?? []
    if ((plain ?? word) !== name) return []
    const open = lines.findIndex((line, index) => index >= first && line.includes('{'))
    const close = lines.findIndex((line, index) => index > open && line.trimEnd() === `${indent}}`)
    if (open === -1 || open > first + 1 || close === -1) return []
    return [
      {
        start: lineSpan(source, first).start,
        end: lineSpan(source, close).end,
        lead: hashCommentAbove(source, lines, first),
        inside: { start: lineSpan(source, open).end, end: lineSpan(source, close).start },
      },
    ]
  })
}
