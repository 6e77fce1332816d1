// SPDX-License-Identifier: GPL-2.0-only
import type { Architecture } from '../../arch/architecture.js'
import { type TreeChange, treeChanges } from '../../edit/index.js'
import type { TreePlan } from '../../features/feature.js'
import type { StandaloneCrypto } from '../../features/standalone-crypto/recipe/index.js'
import { type CarvePlan, surveyCarve } from '../../features/standalone-crypto/survey/index.js'
import { readConfigFile } from '../../kernel/index.js'

/** What a report tells of an applied tree. */
export interface TreeEvidence {
  readonly edits: readonly TreeChange[]
  readonly carve: Pick<CarvePlan, 'directories'>
}

/** What a plan, applied, comes to with the .config of a build. */
export async function treeEvidence(
  plan: TreePlan<StandaloneCrypto>,
  { arch, config }: { readonly arch: Architecture; readonly config: string },
): Promise<TreeEvidence> {
  const { directories } = await surveyCarve(plan, { arch, config: await readConfigFile(config) })
  return { edits: treeChanges(plan.edits), carve: { directories } }
}
