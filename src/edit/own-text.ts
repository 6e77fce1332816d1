// SPDX-License-Identifier: GPL-2.0-only
import type { Edit } from './recipe.js'
import { type SourceText, type Span, spanHas, toBytesText } from './source-text.js'

/** What the edits of a recipe put into one file, and where that already stands in it. */
export interface OwnText {
  readonly texts: readonly string[]
  readonly spans: readonly Span[]
  /** Whether some edits remove or rewrite lines, so that another edit's anchor may be gone once they are made. */
  readonly mayRemoveAnchors: boolean
}

export function findOwnText(source: SourceText, edits: readonly Edit[]): OwnText {
  const texts = [...new Set(edits.flatMap(edit => (edit.op === 'map' ? [] : [asWritten(source, edit.text)])))]
  return {
    texts,
    spans: texts.flatMap(text => occurrences(source, text)),
    mayRemoveAnchors: edits.some(({ op }) => op === 'map' || op === 'replace'),
  }
}

/** The text as it is put into this file: whole lines, with the file's line ends. */
export function asWritten(source: SourceText, text: string): string {
  const wholeLines = toBytesText(text.endsWith('\n') ? text : `${text}\n`)
  return /^[^\n]*\r\n/.test(source.text) ? wholeLines.replace(/\r?\n/g, '\r\n') : wholeLines
}

/** Where the text stands in the file, from the start of a line. */
export function occurrences({ text }: SourceText, wanted: string): Span[] {
  const found: Span[] = []
  for (let at = text.indexOf(wanted); at !== -1; at = text.indexOf(wanted, at + 1)) {
    if (at === 0 || text[at - 1] === '\n') found.push({ start: at, end: at + wanted.length })
  }
  return found
}

/** Whether a span is text of our own, or part of it. */
export const isOwn = ({ spans }: OwnText, span: Span): boolean => spans.some(own => spanHas(own, span))

/** Whether the text stands at the point, with nothing but other text of our own between. */
export function standsAt(
  { text }: SourceText,
  { texts }: OwnText,
  { wanted, at, direction }: { wanted: string; at: number; direction: 'below' | 'above' },
): boolean {
  const reached = new Set([at])
  for (const point of reached) {
    for (const own of texts) {
      const from = direction === 'below' ? point : point - own.length
      if (from < 0 || !text.startsWith(own, from)) continue
      if (own === wanted) return true
      reached.add(direction === 'below' ? point + own.length : from)
    }
  }
  return false
}
