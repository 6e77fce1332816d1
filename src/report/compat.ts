// SPDX-License-Identifier: GPL-2.0-only

import type { Look } from '../features/feature.js'
import type { CompatReport } from '../reuse/index.js'
import { countText } from '../text/quantities.js'

/** What the edits keep, what they cannot keep, and why. */
export function compatText(
  { kept, lost, refused, exported, gone }: CompatReport,
  { paint }: Pick<Look, 'paint'>,
): string {
  if (kept.length + lost.length + exported.length + gone.length === 0)
    return 'nothing to do: all objects are the same code for this tree, and it exports what they import\n'
  const lines = [
    ...exported.map(
      ({ symbol, header, as }) =>
        `${paint.bold('kept')}  ${symbol} is exported: ${as === 'not exported' ? 'it is still declared in' : `now ${an(as)} of`} <${header}>`,
    ),
    ...gone.map(({ symbol, reason }) => `${paint.bold('lost')}  ${symbol} is not exported: ${reason}`),
    `${paint.bold('kept')}  ${countText(kept.length, 'object')}${kept.length > 0 ? `: ${kept.join(', ')}` : ''}`,
    ...lost.map(text => `${paint.bold('lost')}  ${text}`),
    ...refused.map(({ struct, file, reason }) => `struct ${struct} (${file}) stays as it is: ${reason}`),
  ]
  return `${lines.join('\n')}\n`
}

const an = (noun: string) => `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`
