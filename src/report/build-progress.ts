// SPDX-License-Identifier: GPL-2.0-only
import type { BuildProgress } from '../build/index.js'
import { numberText } from './quantities.js'

/** `1,204 of 1,873 objects  CC crypto/aes_generic.o`; an estimated total has a tilde. */
export function buildProgressText({ present, total, isEstimate, current }: BuildProgress): string {
  const of = total === undefined ? '' : ` of ${isEstimate ? '~' : ''}${numberText(total)}`
  return `${numberText(present)}${of} objects  ${current}`
}
