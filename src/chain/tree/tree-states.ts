// SPDX-License-Identifier: GPL-2.0-only
import { recordedStates, type TreeState, treeState } from '../../edit/index.js'
import type { Feature } from '../../features/feature.js'
import { features } from '../../features/registry.js'
import { recipeFor } from './recipe-for.js'

/** Of the recipes that have a record, in the order in which they were applied, and of others whose edits are there. */
export async function treeStates(tree: string): Promise<TreeState[]> {
  const recorded = await recordedStates(tree)
  const known = new Set(recorded.flatMap(state => ('recipe' in state ? [state.recipe] : [])))
  if (recorded.some(({ state }) => state === 'busy')) return recorded
  const others: TreeState[] = []
  for (const feature of features) if (!known.has(feature.name)) others.push(await stateFor(feature, tree))
  return [...recorded, ...others.filter(({ state }) => state !== 'clean')]
}

export const stateFor = async (feature: Feature, tree: string): Promise<TreeState> =>
  treeState(tree, await recipeFor(feature, tree))
