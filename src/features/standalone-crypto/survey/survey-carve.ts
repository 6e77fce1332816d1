// SPDX-License-Identifier: GPL-2.0-only
import type { SurveyOptions, TreePlan } from '../../feature.js'
import type { StandaloneCrypto } from '../recipe/index.js'
import type { CarvePlan } from './plan.js'
import { planCarve } from './plan-carve.js'
import { planOutside } from './plan-outside.js'

/** What the carve that was planned does to a kernel of this configuration. */
export async function surveyCarve(
  { tree, recipe, edits }: TreePlan<StandaloneCrypto>,
  { arch, config }: SurveyOptions,
): Promise<CarvePlan> {
  const context = { srcArch: arch.srcArch, config: config?.options, isFragment: config?.kind === 'fragment' }
  const plan = await planCarve(tree, { ...context, rules: recipe.directories, edited: edits.files })
  if (config === undefined) return { ...plan, outside: [] }
  return {
    ...plan,
    outside: await planOutside(tree.root, plan.directories, { ...context, config: config.options }),
  }
}
