// SPDX-License-Identifier: GPL-2.0-only
export { algorithmsText, isLetIn, planAlgorithms, type SelfTest, selfTests } from './algorithms/index.js'
export { carvePlanText } from './carve-plan-text.js'
export type * from './plan.js'
export { planDirectory } from './plan-carve.js'
export { carvedConfig, surveyCarve } from './survey-carve.js'
export { surveyServices } from './survey-services.js'
