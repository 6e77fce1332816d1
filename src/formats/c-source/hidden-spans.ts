// SPDX-License-Identifier: GPL-2.0-only

/** A part of C source that is not code, from `start` up to, not including, `end`. */
export interface HiddenSpan {
  readonly start: number
  readonly end: number
  /** A literal is a string or a character, with its quotes. */
  readonly kind: 'comment' | 'literal'
}

const HIDDEN =
  /\/\*[\s\S]*?(?:\*\/|$)|\/\/[^\\\r\n]*(?:\\(?:\r?\n)?[^\\\r\n]*)*|"[^"\\\n]*(?:\\(?:\r?\n|.)[^"\\\n]*)*"?|'[^'\\\n]*(?:\\(?:\r?\n|.)[^'\\\n]*)*'?/g

/**
 * Comments, strings and character literals of C, or of any text for its preprocessor, in order. Accepts any text: an
 * unterminated comment ends with the file, an unterminated literal with its line, as in GCC.
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

/** Replaces each span of a text. The spans must be in order. */
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

/** As many blanks, but the same newlines: nothing after it moves. */
export const blanked = (hidden: string): string => hidden.replace(/[^\n]/g, ' ')
