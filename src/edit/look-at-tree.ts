// SPDX-License-Identifier: GPL-2.0-only
import { AnchorError } from '../core/errors.js'
import { fillSlots } from './fill-slots.js'
import type { NewFilePlan } from './plan.js'
import { planNewFile } from './plan-new-file.js'
import type { Recipe } from './recipe.js'
import { type ResolvedStep, resolveRecipe } from './resolve-recipe.js'
import type { Layers } from './tree/layers.js'

/** A recipe looked for in a tree: what was found of it, and what has no place. */
export interface Sighting {
  readonly resolved: readonly ResolvedStep[]
  readonly newFiles: readonly NewFilePlan[]
  /** New files in whose place is something else. */
  readonly blocked: readonly AnchorError[]
}

/** Looks for the places of all edits and new files of a recipe. Throws Error for a recipe that is none. */
export async function lookAtTree(root: string, recipe: Recipe, layers: Layers): Promise<Sighting> {
  const resolved = await resolveRecipe(root, recipe, layers)
  const newFiles: NewFilePlan[] = []
  const blocked: AnchorError[] = []
  for (const file of fillSlots(recipe, resolved)) {
    const planned = await planNewFile(root, file, layers)
    if (planned instanceof AnchorError) blocked.push(planned)
    else newFiles.push(planned)
  }
  return { resolved, newFiles, blocked }
}
