// SPDX-License-Identifier: GPL-2.0-only

import type { Look } from '../features/feature.js'
import type { CompatReport } from '../reuse/index.js'
import { countText } from '../text/quantities.js'

/** What the edits keep, what they cannot keep, and why. */
export function compatText(
  { kept, lost, toAccept, refused, exported, gone }: CompatReport,
  { paint }: Pick<Look, 'paint'>,
): string {
  if (kept.length + lost.length + toAccept.length + exported.length + gone.length === 0)
    return 'nothing to do: all objects are the same code for this tree, and it exports what they import\n'
  const lines = [
    ...exported.map(
      ({ symbol, as, path }) => `${paint.bold('kept')}  ${symbol} is exported: ${ABOUT[as]} ${path}`,
    ),
    `${paint.bold('kept')}  ${countText(kept.length, 'object')}${kept.length > 0 ? `: ${kept.join(', ')}` : ''}`,
    ...gone.map(({ symbol, reason }) => `${paint.bold('lost')}  ${symbol} is not exported: ${reason}`),
    ...lost.map(text => `${paint.bold('lost')}  ${text}`),
    ...toAccept.map(
      text => `${paint.bold('accept')}  ${text}; the tree still exports the old symbol (reuse --accept)`,
    ),
    ...refused.map(({ struct, file, reason }) => `struct ${struct} (${file}) stays as it is: ${reason}`),
  ]
  return `${lines.join('\n')}\n`
}

const ABOUT: Readonly<Record<CompatReport['exported'][number]['as'], string>> = {
  'inline function': 'a function again instead of the inline function of',
  macro: 'a function again instead of the macro of',
  'not exported': 'the kernel still has the function of',
}
