// SPDX-License-Identifier: GPL-2.0-only
import { blanked, hiddenSpans, replaceSpans } from '../../formats/c-source/index.js'
import { lineAt, lineSpan, type SourceText, type Span } from '../source-text.js'

/** A preprocessor line with its continuation lines. */
export interface Directive extends Span {
  /** `define`, `ifdef`… */
  readonly name: string
  /** What follows the name, comments blanked, without the newline. */
  readonly argument: string
}

/** A C file (or a linker script that goes through the preprocessor) with what hides structure taken out of the way. */
export interface CScan {
  readonly source: SourceText
  /** The text, as long as the original, comments, strings and character literals blanked. */
  readonly mask: string
  /** The mask with the directives blanked as well. */
  readonly code: string
  readonly directives: readonly Directive[]
  readonly comments: readonly Span[]
}

const scans = new WeakMap<SourceText, CScan>()

/** Scans any bytes; what is left open (a comment, a string) ends with the file or the line. */
export function scanC(source: SourceText): CScan {
  const known = scans.get(source)
  if (known !== undefined) return known
  const hidden = hiddenSpans(source.text)
  const comments = hidden.filter(({ kind }) => kind === 'comment')
  const mask = replaceSpans(source.text, hidden, blanked)
  // A comment that runs on below a directive belongs to the directive's line.
  const onOneLine = replaceSpans(mask, comments, comment => ' '.repeat(comment.length))
  const directives = directivesOf(source, onOneLine)
  const scan = { source, mask, code: replaceSpans(mask, directives, blanked), directives, comments }
  scans.set(source, scan)
  return scan
}

function directivesOf(source: SourceText, mask: string): Directive[] {
  const directives: Directive[] = []
  for (const { 0: found, 1: name, 2: argument, index } of mask.matchAll(
    /^[ \t]*#[ \t]*([A-Za-z_]+)((?:\\\r?\n|[^\n])*)/gm,
  )) {
    const { end } = lineSpan(source, lineAt(source, Math.max(index, index + found.length - 1)))
    directives.push({
      start: lineSpan(source, lineAt(source, index)).start,
      end,
      name: name as string,
      argument: argument as string,
    })
  }
  return directives
}

/**
 * Offset of the bracket that closes the one at `open`, or undefined. The branches of a conditional are alternatives:
 * each starts at the depth that the first one started at.
 */
export function closingBracket({ code, mask, directives }: CScan, open: number): number | undefined {
  const inDirective = directives.find(({ start, end }) => start <= open && open < end)
  const text = inDirective === undefined ? code : mask
  const limit = inDirective?.end ?? text.length
  const opening = text[open] as string
  const closing = { '(': ')', '{': '}', '[': ']' }[opening]
  const saved: number[] = []
  let next = directives.findIndex(({ start }) => start >= open)
  if (next === -1 || inDirective !== undefined) next = directives.length
  let depth = 0
  for (let at = open; at < limit; at++) {
    while (next < directives.length && (directives[next] as Directive).start <= at) {
      depth = branch((directives[next] as Directive).name, depth, saved)
      next++
    }
    if (text[at] === opening) depth++
    else if (text[at] === closing && --depth === 0) return at
  }
  return undefined
}

function branch(directive: string, depth: number, saved: number[]): number {
  if (directive.startsWith('if')) saved.push(depth)
  else if (directive.startsWith('el')) return saved.at(-1) ?? depth
  else if (directive === 'endif') saved.pop()
  return depth
}
