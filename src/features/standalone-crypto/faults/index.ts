// SPDX-License-Identifier: GPL-2.0-only
export type { Fault, Promised } from './fault.js'
export { type FaultTarget, faultTarget } from './fault-target.js'
export { faults } from './faults.js'
