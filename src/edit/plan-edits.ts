// SPDX-License-Identifier: GPL-2.0-only
import { AnchorError, ToolError } from '../core/errors.js'
import { assembleFiles, assembleSteps } from './assemble-plan.js'
import { sumLines } from './line-counts.js'
import { lookAtTree, type Sighting } from './look-at-tree.js'
import type { EditPlan } from './plan.js'
import type { Recipe } from './recipe.js'
import { recipeVersion } from './recipe-version.js'
import type { TreeState } from './state.js'
import { layersOf } from './tree/layers.js'
import { readRecords } from './tree/record.js'
import { resolveRoot } from './tree/tree-paths.js'
import { stateOf } from './tree-state.js'

/**
 * What the recipe would change in the tree at `root`; writes nothing. Of a tree where an operation was cut off, what it
 * would change once that is undone. Throws AnchorError that tells of every edit without a place and every step without a
 * variant, or with two (each is in the AggregateError that is its cause), ToolError when that is because the tree is partly
 * applied, when a file leads outside the tree, or two edits overlap.
 */
export async function planEdits(root: string, recipe: Recipe): Promise<EditPlan> {
  const { tree, sighting, state } = await sightRecipe(root, recipe)
  return planOf(tree, recipe, sighting, state)
}

interface SightedRecipe {
  readonly tree: string
  readonly sighting: Sighting
  readonly state: TreeState
}

/** A recipe in a tree (symlinks resolved) that it fits. Throws as planEdits does. */
export async function sightRecipe(root: string, recipe: Recipe): Promise<SightedRecipe> {
  const tree = await resolveRoot(root)
  const layers = layersOf(await readRecords(tree), recipe.name)
  const sighting = await lookAtTree(tree, recipe, layers)
  const state = await stateOf(tree, recipe, { layers, sighting })
  // Another run has begun to apply it between the two looks: its record, which was written first, says what the edits are.
  const isApplied = async () => layersOf(await readRecords(tree), recipe.name).own !== undefined
  if (state.state === 'partial' && (await isApplied())) return sightRecipe(root, recipe)
  const misfits = sighting.resolved.flatMap(step => (step.outcome === 'no place' ? step.errors : []))
  const errors = [...misfits, ...sighting.blocked]
  if (errors.length > 0) refusePartlyApplied({ root: tree, state })
  throwTogether(errors)
  return { tree, sighting, state }
}

/** What has been found comes to, of some steps and new files of a recipe or all. */
export function planOf(
  root: string,
  recipe: Recipe,
  { resolved, newFiles }: Pick<Sighting, 'resolved' | 'newFiles'>,
  state: TreeState,
): EditPlan {
  const files = assembleFiles(resolved)
  const { name, parameters = {} } = recipe
  return {
    root,
    recipe: name,
    version: recipeVersion(recipe),
    parameters,
    state,
    files,
    newFiles,
    steps: assembleSteps(resolved, files),
    ...sumLines(files),
  }
}

/**
 * Refuses, by ToolError, a tree where some edits are in place and no record says whose they are: completing them would
 * record a part only, and revert would leave the rest.
 */
export function refusePartlyApplied({ root, state }: Pick<EditPlan, 'root' | 'state'>): void {
  if (state.state !== 'partial') return
  const count = state.present.length === 1 ? '1 edit' : `${state.present.length} edits`
  throw new ToolError(
    `${root} is partly applied, without a record: ${count} in place, ${state.missing.length} not`,
    { hint: `start from a pristine tree; kcarve status ${root} lists the edits` },
  )
}

function throwTogether(errors: readonly AnchorError[]): void {
  const [first] = errors
  if (first === undefined) return
  if (errors.length === 1) throw first
  const { path, expected, nearest } = first
  throw new AnchorError(
    `${errors.length} edits have no place in this tree:\n${errors.map(({ message }) => `  ${message}`).join('\n')}`,
    { path, expected, nearest },
    { cause: new AggregateError(errors) },
  )
}
