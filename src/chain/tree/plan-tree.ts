// SPDX-License-Identifier: GPL-2.0-only
import { planEdits, type Recipe, refusePartlyApplied } from '../../edit/index.js'
import type { TreePlan } from '../../features/feature.js'
import type { KernelTree } from '../../kernel/index.js'

/**
 * What a recipe does to a tree. Throws AnchorError when it is not one that the edits fit, ToolError when it is partly
 * applied.
 */
export async function planTree<R extends Recipe>(tree: KernelTree, recipe: R): Promise<TreePlan<R>> {
  const edits = await planEdits(tree.root, recipe)
  refusePartlyApplied(edits)
  const variants = Object.fromEntries(edits.steps.map(({ id, variant }) => [id, variant]))
  return { tree, recipe, edits, variants, state: edits.state }
}
