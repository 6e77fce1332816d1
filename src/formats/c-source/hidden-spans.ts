// SPDX-License-Identifier: GPL-2.0-only

/** A part of C source in which nothing is code, from `start` up to, not including, `end`. */
export interface HiddenSpan {
  readonly start: number
  readonly end: number
  /** A literal is a string or a character, with its quotes. */
  readonly kind: 'comment' | 'literal'
}

const HIDDEN =
  /\/\*[\s\S]*?(?:\*\/|$)|\/\/[^\\\r\n]*(?:\\(?:\r?\n)?[^\\\r\n]*)*|"[^"\\\n]*(?:\\(?:\r?\n|.)[^"\\\n]*)*"?|'[^'\\\n]*(?:\\(?:\r?\n|.)[^'\\\n]*)*'?/g

/**
 * Comments, strings and character literals of C, or of what goes through its preprocessor, in order. Takes any text: a
 * comment that is left open ends with the file, a literal with its line, as GCC reads them.
 */
export function hiddenSpans(source: string): HiddenSpan[] {
  return Array.from(source.matchAll(HIDDEN), ({ 0: found, index }) => ({
    start: index,
    end: index + found.length,
    kind: found.startsWith('/') ? 'comment' : 'literal',
  }))
}

/** The comments alone. */
export const commentsIn = (source: string): HiddenSpan[] =>
  hiddenSpans(source).filter(({ kind }) => kind === 'comment')

/** The text with each of the spans, which are in order, replaced. */
export function replaceSpans(
  text: string,
  spans: readonly { readonly start: number; readonly end: number }[],
  replace: (hidden: string) => string,
): string {
  const parts: string[] = []
  let at = 0
  for (const { start, end } of spans) {
    parts.push(text.slice(at, start), replace(text.slice(start, end)))
    at = end
  }
  parts.push(text.slice(at))
  return parts.join('')
}

/** As many blanks, with newlines kept: what follows stays where it is. */
export const blanked = (hidden: string): string => hidden.replace(/[^\n]/g, ' ')
