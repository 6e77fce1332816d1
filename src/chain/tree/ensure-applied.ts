// SPDX-License-Identifier: GPL-2.0-only
import { applyPlan, describeRecipe, planEdits, type Recipe, revertTree, treeState } from '../../edit/index.js'

export interface EnsureAppliedOptions {
  readonly recipe: Recipe
  /** A tree of our own, where edits of another version of ours may be taken back first. */
  readonly isOurs: boolean
}

/** Applies the recipe unless it is; says which was the case. Throws what applyPlan throws. */
export async function ensureApplied(
  root: string,
  { recipe, isOurs }: EnsureAppliedOptions,
): Promise<'applied' | 'already applied'> {
  const state = await treeState(root, recipe)
  const plan = await planEdits(root, recipe)
  const isDone =
    plan.steps.every(step => step.state !== 'to do') && plan.newFiles.every(file => file.state === 'present')
  const isSame = state.state === 'applied' && describeRecipe(state) === describeRecipe(plan)
  if (state.state === 'applied' && isOurs && !(isDone && isSame)) {
    await revertTree(root, { touch: true })
    await applyPlan(root, await planEdits(root, recipe))
    return 'applied'
  }
  return (await applyPlan(root, plan)).state
}
