// SPDX-License-Identifier: GPL-2.0-only
import type { Span } from '../source-text.js'

/** Where a construct is: whole lines, but for an inside that shares a line with its braces. */
export interface Construct extends Span {
  /** Where text that goes before the construct belongs: above its own comment. `start` when left out. */
  readonly lead?: number | undefined
  /** What is between the braces or directives. */
  readonly inside?: Span | undefined
}
