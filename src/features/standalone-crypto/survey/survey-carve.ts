// SPDX-License-Identifier: GPL-2.0-only
import { tristate } from '../../../formats/dot-config/index.js'
import { type ConfigFile, kconfigOptions } from '../../../kernel/index.js'
import type { SurveyOptions, TreePlan } from '../../feature.js'
import { EXTMOD } from '../names.js'
import type { StandaloneCrypto } from '../recipe/index.js'
import type { CarvePlan } from './plan.js'
import { planCarve } from './plan-carve.js'
import { planOutside } from './plan-outside.js'
import { withSelected } from './with-selected.js'

/** What the carve that was planned does to a kernel of this configuration. */
export async function surveyCarve(
  plan: TreePlan<StandaloneCrypto>,
  { arch, config: asked }: SurveyOptions,
): Promise<CarvePlan> {
  const { tree, recipe, edits } = plan
  const config = asked && (await carvedConfig(plan, { arch, config: asked }))
  const context = { srcArch: arch.srcArch, config: config?.options, isFragment: config?.kind === 'fragment' }
  const carve = await planCarve(tree, { ...context, rules: recipe.directories, edited: edits.files })
  if (config === undefined) return { ...carve, outside: [] }
  return {
    ...carve,
    outside: await planOutside(tree.root, carve.directories, { ...context, config: config.options }),
  }
}

/** A whole config that was not made for a carved kernel, with what the option of one selects. */
export async function carvedConfig(
  { tree }: Pick<TreePlan, 'tree'>,
  { arch, config }: Pick<SurveyOptions, 'arch'> & { readonly config: ConfigFile },
): Promise<ConfigFile> {
  if (config.kind === 'fragment' || tristate(config.options, EXTMOD) === 'y') return config
  return { ...config, options: withSelected(config.options, await kconfigOptions(tree, arch.srcArch)) }
}
