// SPDX-License-Identifier: GPL-2.0-only
import type { Architecture } from '../../arch/architecture.js'
import { type EditPlan, planEdits, treeState } from '../../edit/index.js'
import type { StandaloneCrypto } from '../../features/standalone-crypto/recipe/index.js'
import { type CarvePlan, planCarve } from '../../features/standalone-crypto/survey/index.js'
import { type KernelTree, readConfigFile } from '../../kernel/index.js'
import { refusePartlyApplied } from './partly-applied.js'

export interface TreePlan {
  readonly edits: EditPlan
  readonly carve: CarvePlan
}

export interface PlanTreeOptions {
  readonly arch: Architecture
  /** A .config or a fragment; what a fragment does not name, Kconfig decides when it is built. */
  readonly config?: string
}

/**
 * What carving does to a tree. Throws AnchorError when it is not one that the edits fit, ToolError when it is partly
 * applied.
 */
export async function planTree(
  tree: KernelTree,
  recipe: StandaloneCrypto,
  { arch, config }: PlanTreeOptions,
): Promise<TreePlan> {
  const file = config === undefined ? undefined : await readConfigFile(config)
  refusePartlyApplied(tree.root, await treeState(tree.root, recipe))
  const edits = await planEdits(tree.root, recipe)
  const carve = await planCarve(tree, {
    rules: recipe.directories,
    edits,
    srcArch: arch.srcArch,
    ...(file === undefined ? {} : { config: file.options, isFragment: file.kind === 'fragment' }),
  })
  return { edits, carve }
}
