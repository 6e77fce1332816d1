// SPDX-License-Identifier: GPL-2.0-only
export { algorithmsText } from './algorithms/index.js'
export { carvePlanText } from './carve-plan-text.js'
export type * from './plan.js'
export { carvedConfig, surveyCarve } from './survey-carve.js'
export { surveyServices } from './survey-services.js'
