// SPDX-License-Identifier: GPL-2.0-only
import { CODE, type Prose } from './prose.js'

/** Paragraphs, list items and definitions of reStructuredText; no literal blocks, directives or rules below titles. */
export function rstProse(text: string, path: string): Prose[] {
  const found: { path: string; line: number; text: string }[] = []
  let open: { path: string; line: number; text: string } | undefined
  /** A literal block lasts as long as lines are deeper than this. */
  let literal: number | undefined
  for (const [index, line] of text.split('\n').entries()) {
    const indent = line.search(/\S/)
    if (indent < 0) {
      if (open?.text.endsWith('::')) literal = indentOf(open.text)
      open = undefined
      continue
    }
    if (literal !== undefined && indent > literal) continue
    literal = undefined
    if (/^(?:\.\. |[=~-]{3,}$)/.test(line)) continue
    if (
      open === undefined ||
      /^\s*- /.test(line) ||
      indent > indentOf(open.text.split('\n').at(-1) ?? '') + 2
    ) {
      open = { path, line: index + 1, text: line }
      found.push(open)
    } else open.text += `\n${line}`
  }
  return found.map(each => ({
    ...each,
    text: each.text.replace(/``[^`]+``/g, code => CODE + '\n'.repeat(code.split('\n').length - 1)),
  }))
}

const indentOf = (text: string): number => text.search(/\S/)
