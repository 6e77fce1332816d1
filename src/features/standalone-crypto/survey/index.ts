// SPDX-License-Identifier: GPL-2.0-only
export type * from './plan.js'
export { planCarve } from './plan-carve.js'
