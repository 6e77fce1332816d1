// SPDX-License-Identifier: GPL-2.0-only
export { type Fault, faults, type Promised } from './faults.js'
export { type Subject, subjectOf } from './subject.js'
