// SPDX-License-Identifier: GPL-2.0-only
import type { Feature } from '../feature.js'
import { series } from './series.js'
import { steps } from './steps.js'

const name = 'module-btf-relink'

/** Modules are linked again, and get their BTF anew, when only vmlinux has changed: CONFIG_DEBUG_INFO_BTF_MODULES. */
export const moduleBtfRelink: Feature = {
  name,
  summary: 'link modules again, with new BTF, when only vmlinux has changed',
  readRecipe: async () => ({ name, steps, files: [] }),
  series,
}
