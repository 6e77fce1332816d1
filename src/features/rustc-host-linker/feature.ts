// SPDX-License-Identifier: GPL-2.0-only
import type { Recipe } from '../../edit/index.js'
import type { Feature } from '../feature.js'
import { series } from './series.js'
import { steps } from './steps.js'

const recipe: Recipe = { name: 'rustc-host-linker', steps, files: [] }

/** Lets rustc link for the host by a command of several words, such as `ccache gcc`. */
export const rustcHostLinker: Feature = {
  name: recipe.name,
  summary: 'rustc links for the host by a command of several words, such as HOSTCC="ccache gcc"',
  readRecipe: async () => recipe,
  series,
  nextStep: () => 'make HOSTCC="ccache gcc", as for any other kernel',
}
