// SPDX-License-Identifier: GPL-2.0-only
import { ToolError } from '../../core/errors.js'
import type { TreeState } from '../../edit/index.js'
import { countText } from '../../text/quantities.js'

/**
 * Refuses, by ToolError, a tree where some edits are in place and no record says whose they are: completing them would
 * record a part only, and revert would leave the rest.
 */
export function refusePartlyApplied(tree: string, state: TreeState): void {
  if (state.state !== 'partial') return
  const counts = `${countText(state.present.length, 'edit')} in place, ${state.missing.length} not`
  throw new ToolError(`${tree} is partly applied, without a record: ${counts}`, {
    hint: `start from a pristine tree; kcarve status ${tree} lists the edits`,
  })
}
