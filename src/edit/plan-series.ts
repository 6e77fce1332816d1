// SPDX-License-Identifier: GPL-2.0-only
import type { EditPlan, FilePlan } from './plan.js'
import { planOf, sightRecipe } from './plan-edits.js'
import type { Recipe } from './recipe.js'

/**
 * The plan cut into one for each group, in that order: what it changes where those before it have been applied. Groups
 * without a change in this tree give a plan without files. Throws as planEdits does.
 */
export async function planSeries(
  root: string,
  recipe: Recipe,
  groups: readonly string[],
): Promise<EditPlan[]> {
  const { tree, sighting, state } = await sightRecipe(root, recipe)
  const plans: EditPlan[] = []
  const contents = new Map<string, Uint8Array>()
  for (const [index, group] of groups.entries()) {
    const reached = groups.slice(0, index + 1)
    const part = {
      resolved: sighting.resolved.filter(({ step }) => reached.includes(step.group)),
      newFiles: sighting.newFiles.filter(file => file.group === group),
    }
    const plan = planOf(tree, recipe, part, state)
    const files = plan.files.flatMap((file): FilePlan[] => {
      const oldContent = contents.get(file.path) ?? file.oldContent
      contents.set(file.path, file.newContent)
      return Buffer.compare(oldContent, file.newContent) === 0 ? [] : [{ ...file, oldContent }]
    })
    plans.push({ ...plan, files })
  }
  return plans
}
