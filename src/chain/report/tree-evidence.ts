// SPDX-License-Identifier: GPL-2.0-only
import { type TreeChange, treeChanges } from '../../edit/index.js'
import type { TreePlan } from '../../features/feature.js'
import type { CarvePlan } from '../../features/standalone-crypto/survey/index.js'

/** What a report tells of an applied tree. */
export interface TreeEvidence {
  readonly edits: readonly TreeChange[]
  readonly carve: Pick<CarvePlan, 'directories'>
}

/** What a plan, applied, comes to with the .config of a build. */
export const treeEvidence = (plan: TreePlan, { directories }: CarvePlan): TreeEvidence => ({
  edits: treeChanges(plan.edits),
  carve: { directories },
})
