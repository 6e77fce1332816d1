// SPDX-License-Identifier: GPL-2.0-only

import type { Feature } from '../feature.js'
import { EXTMOD } from './names.js'
import { NAME, readStandaloneCrypto, type StandaloneCrypto, series } from './recipe/index.js'
import { moduleContract } from './reuse/index.js'
import { carvePlanText, surveyCarve } from './survey/index.js'

export const standaloneCrypto: Feature<StandaloneCrypto> = {
  name: NAME,
  summary: 'built-in cryptography in one module, fips140.ko, which vmlinux carries and loads at boot',
  options: {
    only: 'carve only these directories or CONFIG options, separated by commas',
    except: 'leave these directories or CONFIG options in vmlinux',
  },
  readRecipe: readStandaloneCrypto,
  series,
  nextStep: (own, tree) => `${own} build ${tree} --config small, or make with CONFIG_${EXTMOD}=y`,
  async survey(plan, options) {
    const carve = await surveyCarve(plan, options)
    return { json: { ...carve }, text: look => carvePlanText(carve, look) }
  },
  contract: moduleContract,
}
