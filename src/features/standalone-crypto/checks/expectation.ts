// SPDX-License-Identifier: GPL-2.0-only
import { UsageError } from '../../../core/errors.js'

/** What a boot must show for the answer yes. */
export type Expectation =
  | { readonly kind: 'carved' | 'stock' }
  /** The kernel panics with this text in its message. */
  | { readonly kind: 'panic'; readonly text: string }

export const EXPECT_HELP =
  'carved (fips140 serves the algorithms), stock (there is no fips140), or panic:TEXT; default: what the image holds'

/** Reads the value of `--expect`; throws UsageError for another. */
export function readExpectation(text: string): Expectation {
  if (text === 'carved' || text === 'stock') return { kind: text }
  if (text.startsWith('panic:')) return { kind: 'panic', text: text.slice('panic:'.length).trim() }
  throw new UsageError(`--expect ${text} is not known`, { hint: 'known: carved, stock, panic:TEXT' })
}
