// SPDX-License-Identifier: GPL-2.0-only
import { planEdits, type Recipe, treeState } from '../../edit/index.js'
import type { TreePlan } from '../../features/feature.js'
import type { KernelTree } from '../../kernel/index.js'
import { refusePartlyApplied } from './partly-applied.js'

/**
 * What a recipe does to a tree. Throws AnchorError when it is not one that the edits fit, ToolError when it is partly
 * applied.
 */
export async function planTree<R extends Recipe>(tree: KernelTree, recipe: R): Promise<TreePlan<R>> {
  refusePartlyApplied(tree.root, await treeState(tree.root, recipe))
  return { tree, recipe, edits: await planEdits(tree.root, recipe) }
}
