// SPDX-License-Identifier: GPL-2.0-only
import type { Anchor } from './anchor.js'
import { findAnchor } from './find-anchor.js'
import { sourceText } from './source-text.js'

/** A construct with braces: whole lines, together what stands in the file. */
export interface ConstructParts {
  /** Up to the opening brace. */
  readonly head: string
  readonly inside: string
  /** From the closing brace on. */
  readonly tail: string
}

/** The construct in the text of a file (one character a byte); undefined when it is not there exactly once, or has no inside. */
export function partsOf(text: string, anchor: Anchor): ConstructParts | undefined {
  const result = findAnchor(sourceText(text), anchor)
  const inside = result.found ? result.construct.inside : undefined
  if (!result.found || inside === undefined) return undefined
  const { start, end } = result.construct
  return {
    head: text.slice(start, inside.start),
    inside: text.slice(inside.start, inside.end),
    tail: text.slice(inside.end, end),
  }
}
