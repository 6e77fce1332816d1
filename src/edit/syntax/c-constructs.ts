// SPDX-License-Identifier: GPL-2.0-only
import { escapePattern } from '../../core/escape-pattern.js'
import { lineAt, lineSpan, normaliseBlanks, type SourceText, wholeLines } from '../source-text.js'
import { type CScan, closingBracket, type Directive, scanC } from './c-scan.js'
import type { Construct } from './construct.js'

/** Definitions of functions of that name outside any other function. */
export function findFunctions(source: SourceText, name: string): Construct[] {
  const scan = scanC(source)
  const found: Construct[] = []
  for (const { index } of scan.code.matchAll(wordPattern(name))) {
    const parameters = skipBlanks(scan.code, index + name.length)
    if (scan.code[parameters] !== '(') continue
    const body = bodyAfter(scan, parameters)
    if (body === undefined) continue
    const start = declarationStart(scan, index)
    if (start === undefined) continue
    const close = closingBracket(scan, body)
    if (close !== undefined) found.push(braced(scan, start, body, close, close + 1))
  }
  return found
}

/** Definitions of the struct, union or enum with that tag. */
export function findStructs(source: SourceText, tag: string): Construct[] {
  const scan = scanC(source)
  const found: Construct[] = []
  const pattern = new RegExp(
    `\\b(?:struct|union|enum)\\s+(?:\\w+\\s+){0,8}?${escapePattern(tag)}\\s*\\{`,
    'g',
  )
  for (const { 0: text, index } of scan.code.matchAll(pattern)) {
    const open = index + text.length - 1
    const close = closingBracket(scan, open)
    const semicolon = close === undefined ? -1 : scan.code.indexOf(';', close)
    const start = declarationStart(scan, index)
    if (close === undefined || semicolon === -1 || start === undefined) continue
    found.push(braced(scan, start, open, close, semicolon + 1))
  }
  return found
}

/** `#include`s of that header, given with its brackets or quotes. */
export function findIncludes(source: SourceText, header: string): Construct[] {
  const scan = scanC(source)
  return scan.directives
    .filter(({ name, start, end }) => {
      const written = source.text.slice(start, end).replace(/\/\*.*?\*\//g, ' ')
      return name === 'include' && normaliseBlanks(written).replace(/^#\s*include\s*/, '') === header
    })
    .map(({ start, end }) => ({ start, end }))
}

const wordPattern = (word: string) => new RegExp(`(?<![\\w$])${escapePattern(word)}(?![\\w$])`, 'g')

function skipBlanks(code: string, at: number): number {
  let next = at
  while (/\s/.test(code[next] ?? '')) next++
  return next
}

/** The `{` of a definition whose parameter list opens at `open`: only attributes may stand in between. */
function bodyAfter(scan: CScan, open: number): number | undefined {
  let at: number | undefined = open
  while (at !== undefined && at < scan.code.length) {
    const character = scan.code[at] as string
    if (character === '{') return at
    if (character === '(') {
      const close = closingBracket(scan, at)
      at = close === undefined ? undefined : skipBlanks(scan.code, close + 1)
    } else if (/[\w$]/.test(character)) {
      const word = /^[\w$]+/.exec(scan.code.slice(at, at + 200))?.[0] ?? ' '
      at = skipBlanks(scan.code, at + word.length)
    } else {
      return undefined
    }
  }
  return undefined
}

/**
 * Offset of the first word of the declaration that has `at` in it; undefined when that is inside a body or parentheses.
 * A blank line ends a declaration too, for macros that are used without a semicolon.
 */
function declarationStart(scan: CScan, at: number): number | undefined {
  const before = scan.code.slice(0, at)
  if (depthAt(scan, at) !== 0) return undefined
  let from = Math.max(before.lastIndexOf(';'), before.lastIndexOf('}')) + 1
  for (const { end } of scan.directives) {
    if (end > at) break
    from = Math.max(from, end)
  }
  const gaps = [...scan.source.text.slice(from, at).matchAll(/\n[ \t\r]*\n/g)]
  const gap = gaps.at(-1)
  if (gap !== undefined) from += gap.index + gap[0].length
  return skipBlanks(scan.code, from)
}

const depths = new WeakMap<CScan, Int16Array>()

/** How many brackets are open at each byte, the branches of a conditional being alternatives. */
function depthAt(scan: CScan, at: number): number {
  let known = depths.get(scan)
  if (known === undefined) {
    known = depthsOf(scan)
    depths.set(scan, known)
  }
  return known[at] as number
}

function depthsOf({ code, directives }: CScan): Int16Array {
  const result = new Int16Array(code.length)
  const saved: number[] = []
  let next = 0
  let depth = 0
  for (let at = 0; at < code.length; at++) {
    for (
      let directive = directives[next];
      directive !== undefined && directive.start <= at;
      directive = directives[++next]
    ) {
      if (directive.name.startsWith('if')) saved.push(depth)
      else if (directive.name.startsWith('el')) depth = saved.at(-1) ?? depth
      else if (directive.name === 'endif') saved.pop()
    }
    const character = code[at] as string
    if (character === ')' || character === '}') depth = Math.max(0, depth - 1)
    result[at] = depth
    if (character === '(' || character === '{') depth++
  }
  return result
}

function braced(scan: CScan, start: number, open: number, close: number, end: number): Construct {
  return {
    ...whole(scan, wholeLines(scan.source, { start, end })),
    inside: insideBraces(scan.source, open, close),
  }
}

/** From the line below an opening brace to the line of the closing one, or to the braces where they share a line. */
export function insideBraces(source: SourceText, open: number, close: number): Construct {
  const { text } = source
  const below = lineSpan(source, lineAt(source, open)).end
  const start = below <= close && /^\s*(?:\\\s*)?$/.test(text.slice(open + 1, below)) ? below : open + 1
  const lineOfClose = lineSpan(source, lineAt(source, close)).start
  const end = lineOfClose >= start && text.slice(lineOfClose, close).trim() === '' ? lineOfClose : close
  return { start, end }
}

function whole(scan: CScan, { start, end }: Construct | Directive): Construct {
  return { start, end, lead: commentAbove(scan, start) }
}

/** Where the comment starts that stands directly above; a file's head comment belongs to the file. */
function commentAbove({ source, comments }: CScan, start: number): number {
  let lead = start
  for (const comment of comments.toReversed()) {
    if (comment.end > lead) continue
    const first = lineSpan(source, lineAt(source, comment.start)).start
    const lastLine = lineAt(source, comment.end - 1)
    const isDirectlyAbove = lineSpan(source, lastLine).end === lead
    const beside = source.text.slice(first, comment.start) + source.text.slice(comment.end, lead)
    if (!isDirectlyAbove || beside.trim() !== '') break
    if (first === 0) return start
    lead = first
  }
  return lead
}
