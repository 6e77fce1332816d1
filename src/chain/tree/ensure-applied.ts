// SPDX-License-Identifier: GPL-2.0-only
import {
  type ApplyResult,
  applyPlan,
  describeRecipe,
  isInPlace,
  planEdits,
  type Recipe,
  revertTree,
} from '../../edit/index.js'
import type { TreePlan } from '../../features/feature.js'

/** Makes the edits of a plan unless they are in place; says which was the case. Throws what applyPlan throws. */
export async function ensureApplied<R extends Recipe>(
  { tree: { root }, recipe, edits, state }: TreePlan<R>,
  /** A tree of our own, where edits of another version of ours may be taken back first. */
  isOurs: boolean,
): Promise<ApplyResult['state']> {
  const isSame = state.state === 'applied' && describeRecipe(state) === describeRecipe(edits)
  if (state.state !== 'applied' || !isOurs || (isInPlace(edits) && isSame)) {
    return (await applyPlan(root, edits)).state
  }
  await revertTree(root, { recipe: recipe.name, touch: true })
  await applyPlan(root, await planEdits(root, recipe))
  return 'applied'
}
