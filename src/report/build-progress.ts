// SPDX-License-Identifier: GPL-2.0-only
import type { BuildProgress } from '../build/index.js'
import { countText, durationText, numberText } from '../text/quantities.js'

/**
 * `1,204 of 1,873 objects  CC crypto/aes_generic.o`; an estimated total is rounded and has a tilde. Where all objects were
 * there when the run began, what it makes: `12 objects compiled  CC crypto/aes_generic.o`.
 */
export function buildProgressText(progress: BuildProgress): string {
  const { compiled, present, total, isEstimate, isUpdate, leftMs, current } = progress
  if (isUpdate) return `${countText(compiled, 'object')} compiled  ${current}`
  if (total === undefined) return `${countText(present, 'object')}  ${current}`
  const expected = isEstimate ? `~${numberText(rounded(total))}` : numberText(total)
  const left = leftMs === undefined ? '' : `, about ${durationText(leftMs)} left`
  return `${numberText(present)} of ${expected} objects${left}  ${current}`
}

/** Up to two digits that count: an estimate is good to a few percent. */
function rounded(total: number): number {
  const step = 10 ** Math.max(0, String(total).length - 2)
  return Math.ceil(total / step) * step
}
