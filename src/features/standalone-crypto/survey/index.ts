// SPDX-License-Identifier: GPL-2.0-only
export { type Hazard, type HazardKind, scanSource } from './hazards/index.js'
export type * from './plan.js'
export { type PlanCarveOptions, planCarve } from './plan-carve.js'
