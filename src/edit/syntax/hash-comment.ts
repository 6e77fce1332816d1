// SPDX-License-Identifier: GPL-2.0-only
import { lineSpan, type SourceText } from '../source-text.js'

/** Offset where the `#` comment starts that stands directly above a line; a file's head comment belongs to the file. */
export function hashCommentAbove(source: SourceText, lines: readonly string[], first: number): number {
  let above = first
  while (above > 0 && /^\s*#/.test(lines[above - 1] as string)) above--
  return lineSpan(source, above === 0 ? first : above).start
}
