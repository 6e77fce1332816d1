// SPDX-License-Identifier: GPL-2.0-only
import type { SurveyOptions, TreePlan } from '../../feature.js'
import type { StandaloneCrypto } from '../recipe/index.js'
import type { CarvePlan } from './plan.js'
import { planCarve } from './plan-carve.js'

/** What the carve that was planned does to a kernel of this configuration. */
export function surveyCarve(
  { tree, recipe, edits }: TreePlan<StandaloneCrypto>,
  { arch, config }: SurveyOptions,
): Promise<CarvePlan> {
  return planCarve(tree, {
    rules: recipe.directories,
    edited: edits.files,
    srcArch: arch.srcArch,
    config: config?.options,
    isFragment: config?.kind === 'fragment',
  })
}
