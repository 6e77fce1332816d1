// SPDX-License-Identifier: GPL-2.0-only

import type { Feature, Look } from '../feature.js'
import { EXTMOD } from './names.js'
import { NAME, readStandaloneCrypto, type StandaloneCrypto, series } from './recipe/index.js'
import { moduleContract } from './reuse/index.js'
import { algorithmsText, carvedConfig, carvePlanText, surveyCarve, surveyServices } from './survey/index.js'

export const standaloneCrypto: Feature<StandaloneCrypto> = {
  name: NAME,
  summary: 'built-in cryptography in one module, fips140.ko, which vmlinux carries and loads at boot',
  options: {
    only: 'carve only these directories, CONFIG options or objects, separated by commas',
    except: 'leave these directories, CONFIG options or objects in vmlinux',
  },
  readRecipe: readStandaloneCrypto,
  series,
  nextStep: (own, tree) => `${own} build ${tree} --config small, or make with CONFIG_${EXTMOD}=y`,
  async survey(plan, options) {
    const { arch } = options
    const config = options.config && (await carvedConfig(plan, { arch, config: options.config }))
    const carve = await surveyCarve(plan, { arch, config })
    const services = await surveyServices(plan, carve, { config })
    const text = (look: Look) =>
      `${carvePlanText(carve, look)}${carve.hasConfig ? algorithmsText(services, look) : ''}`
    return { json: { ...carve, ...services }, text }
  },
  contract: moduleContract,
}
