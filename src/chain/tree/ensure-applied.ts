// SPDX-License-Identifier: GPL-2.0-only
import { applyPlan, describeRecipe, isInPlace, type Recipe, revertTree, treeState } from '../../edit/index.js'
import type { TreePlan } from '../../features/feature.js'
import { planTree } from './plan-tree.js'

/** Makes the edits of a plan unless they are in place; says which was the case. Throws what applyPlan throws. */
export async function ensureApplied<R extends Recipe>(
  { tree, recipe, edits }: TreePlan<R>,
  /** A tree of our own, where edits of another version of ours may be taken back first. */
  isOurs: boolean,
): Promise<'applied' | 'already applied'> {
  const state = await treeState(tree.root, recipe)
  const isSame = state.state === 'applied' && describeRecipe(state) === describeRecipe(edits)
  if (state.state === 'applied' && isOurs && !(isInPlace(edits) && isSame)) {
    await revertTree(tree.root, { touch: true })
    await applyPlan(tree.root, (await planTree(tree, recipe)).edits)
    return 'applied'
  }
  return (await applyPlan(tree.root, edits)).state
}
