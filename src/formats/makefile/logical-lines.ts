// SPDX-License-Identifier: GPL-2.0-only
import type { Span } from './statement.js'

/** A line with its continuation lines. */
export interface LogicalLine extends Span {
  /** Lines joined by a blank, comment kept. */
  readonly text: string
  /** Number of the first line, from 1. */
  readonly line: number
}

export function logicalLines(makefile: string): LogicalLine[] {
  const lines: LogicalLine[] = []
  let number = 1
  for (let start = 0; start < makefile.length; ) {
    const line = number
    let { text, end } = physicalLine(makefile, start)
    const parts: string[] = []
    for (number++; isContinued(text) && end < makefile.length; number++) {
      parts.push(text.slice(0, -1).trimEnd())
      const next = physicalLine(makefile, end)
      text = next.text.trimStart()
      end = next.end
    }
    parts.push(isContinued(text) ? text.slice(0, -1).trimEnd() : text)
    lines.push({ start, end, text: parts.join(' '), line })
    start = end
  }
  return lines
}

/** The text excludes the newline and a carriage return before it. */
function physicalLine(makefile: string, start: number): { readonly text: string; readonly end: number } {
  const newline = makefile.indexOf('\n', start)
  if (newline < 0) return { text: makefile.slice(start), end: makefile.length }
  const last = makefile[newline - 1] === '\r' ? newline - 1 : newline
  return { text: makefile.slice(start, Math.max(start, last)), end: newline + 1 }
}

/** Two backslashes are one backslash, and continue nothing. */
const isContinued = (text: string): boolean => /(?<!\\)(?:\\\\)*\\$/.test(text)
