// SPDX-License-Identifier: GPL-2.0-only
export { algorithmsText, type PlannedServices } from './algorithms-text.js'
export { isLetIn, type SelfTest, selfTests } from './fips-allowed.js'
export { type PlannedAlgorithm, planAlgorithms } from './plan-algorithms.js'
export { type PlannedService, planServices } from './plan-services.js'
