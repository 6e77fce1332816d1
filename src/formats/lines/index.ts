// SPDX-License-Identifier: GPL-2.0-only

export interface Line {
  /** Without its end; a carriage return before the newline belongs to the end. */
  readonly text: string
  /** Where it starts, in characters. */
  readonly offset: number
}

/** The lines of a text; what follows the last newline is a line only when there is something. */
export function* linesOf(text: string): Generator<Line> {
  let offset = 0
  while (offset < text.length) {
    const newline = text.indexOf('\n', offset)
    const end = newline < 0 ? text.length : newline
    const bare = end > offset && text.charCodeAt(end - 1) === 13 ? end - 1 : end
    yield { text: text.slice(offset, bare), offset }
    offset = end + 1
  }
}

/** The lines of a text that are not empty. */
export const linesIn = (text: string): string[] =>
  Array.from(linesOf(text), ({ text: line }) => line).filter(line => line !== '')
