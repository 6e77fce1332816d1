// SPDX-License-Identifier: GPL-2.0-only
export type { Fault, Promised } from './fault.js'
export { faults } from './faults.js'
export { type Subject, subjectOf } from './subject.js'
