// SPDX-License-Identifier: GPL-2.0-only
import { blanked, hiddenSpans, replaceSpans } from '../../../../formats/c-source/index.js'

/**
 * C source with comments and strings blanked out, and continued lines joined, so that a pattern matches
 * code only. One entry for each line that starts a logical line, with its number from 1.
 */
export function codeLines(source: string): { readonly code: string; readonly line: number }[] {
  const bare = replaceSpans(source, hiddenSpans(source), blanked)
  const lines: { parts: string[]; line: number }[] = []
  let continued = false
  for (const [index, text] of bare.split('\n').entries()) {
    const last = lines.at(-1)
    const isContinued = text.endsWith('\\')
    const part = isContinued ? text.slice(0, -1).trimEnd() : text
    if (continued && last !== undefined) last.parts.push(part.trim())
    else lines.push({ parts: [part], line: index + 1 })
    continued = isContinued
  }
  return lines.map(({ parts, line }) => ({ code: parts.join(' '), line }))
}
