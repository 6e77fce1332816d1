// SPDX-License-Identifier: GPL-2.0-only
import { UsageError } from '../../core/errors.js'
import { describeChoice, type Parameters, type Recipe, recordedParameters } from '../../edit/index.js'
import type { Feature } from '../../features/feature.js'

/** The recipe for a tree; without parameters those that the tree records. Throws UsageError when it records others. */
export async function recipeFor<R extends Recipe>(
  feature: Feature<R>,
  root: string,
  parameters?: Parameters | undefined,
): Promise<R> {
  const recorded = await recordedParameters(root, feature.name)
  const recipe = await feature.readRecipe(root, parameters ?? recorded ?? {})
  const [is, asked] = [recorded ?? {}, recipe.parameters ?? {}].map(each =>
    describeChoice({ recipe: feature.name, parameters: each }),
  )
  if (recorded !== undefined && is !== asked) {
    throw new UsageError(`${is} is applied already, not ${asked}`, { hint: 'revert the tree first' })
  }
  return recipe
}
