// SPDX-License-Identifier: GPL-2.0-only
import type { SurveyOptions, TreePlan } from '../../feature.js'
import { DIRECTORY } from '../names.js'
import type { StandaloneCrypto } from '../recipe/index.js'
import { type PlannedServices, planAlgorithms, planServices } from './algorithms/index.js'
import type { CarvePlan } from './plan.js'

/** Where this configuration has each algorithm, and which services a boot with fips=1 will call approved; none without a config. */
export async function surveyServices(
  { tree, recipe }: TreePlan<StandaloneCrypto>,
  carve: CarvePlan,
  { config }: Pick<SurveyOptions, 'config'>,
): Promise<PlannedServices> {
  if (config === undefined) return { algorithms: [], services: [] }
  const algorithms = await planAlgorithms(tree.root, { ...carve, config: config.options })
  const header = recipe.files.find(({ path }) => path === `${DIRECTORY}/approved.h`)?.content ?? ''
  return { algorithms, services: planServices(Buffer.from(header).toString(), algorithms) }
}
