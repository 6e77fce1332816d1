// SPDX-License-Identifier: GPL-2.0-only
import type { BuildProgress } from '../build/index.js'
import { numberText } from '../text/quantities.js'

/**
 * `1,204 of 1,873 objects  CC crypto/aes_generic.o`; an estimated total has a tilde. Where all are there already and some
 * are made again, `12 objects again  CC crypto/aes_generic.o`.
 */
export function buildProgressText({ compiled, present, total, isEstimate, current }: BuildProgress): string {
  if (present === total && compiled < present) return `${numberText(compiled)} objects again  ${current}`
  const of = total === undefined ? '' : ` of ${isEstimate ? '~' : ''}${numberText(total)}`
  return `${numberText(present)}${of} objects  ${current}`
}
