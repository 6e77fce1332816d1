// SPDX-License-Identifier: GPL-2.0-only
export type { Fault } from './fault.js'
export { faultTarget } from './fault-target.js'
export { faultsNamed } from './faults-named.js'
