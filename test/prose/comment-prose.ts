// SPDX-License-Identifier: GPL-2.0-only
import type { Prose } from './prose.js'

/** The comments of a file of the kernel: C and assembler by their delimiters, anything else by `#`; help texts of Kconfig. */
export function commentProse(text: string, path: string): Prose[] {
  if (/\.(?:[chS]|lds)$/.test(path)) return cComments(text, path)
  return paragraphs(path, text.split('\n').map(path.endsWith('Kconfig') ? kconfigText() : hashComment))
}

function cComments(text: string, path: string): Prose[] {
  return [...text.matchAll(/\/\*([\s\S]*?)\*\//g)].flatMap(({ index, 1: comment = '' }) => {
    const before = text.slice(0, index).split('\n').length - 1
    const lines = comment.split('\n').map(line => line.replace(/^\s*\** ?/, ''))
    return paragraphs(path, [...Array<string>(before).fill(''), ...lines])
  })
}

const hashComment = (line: string): string => /^\s*# ?(?!!)(.*)/.exec(line)?.[1] ?? ''

/** Comments, and what is behind `help` and deeper than it. */
function kconfigText(): (line: string) => string {
  let isHelp = false
  return line => {
    if (/^(?:@\w+@)?\s*help$/.test(line)) isHelp = true
    else if (/^\S|^\t\S/.test(line) && !/^\t {2}/.test(line)) isHelp = false
    else if (isHelp) return line.trim()
    return hashComment(line)
  }
}

/** Text between empty lines. What names a parameter or a function for kernel-doc, or a file of a list, begins a new one. */
function paragraphs(path: string, lines: readonly string[]): Prose[] {
  const found: { path: string; line: number; text: string }[] = []
  let open: { path: string; line: number; text: string } | undefined
  for (const [index, line] of lines.entries()) {
    const isEmpty = line.trim() === '' || line.includes('SPDX-License-Identifier')
    if (isEmpty) open = undefined
    else if (open === undefined || /^@\w+:|^\s*- |^\S+\t|^ {2}\S/.test(line)) {
      open = { path, line: index + 1, text: line }
      found.push(open)
    } else open.text += `\n${line}`
  }
  return found
}
