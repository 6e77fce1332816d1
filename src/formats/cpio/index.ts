// SPDX-License-Identifier: GPL-2.0-only
export type { CpioEntry } from './entry.js'
export { withParents } from './with-parents.js'
export { writeCpio } from './write-cpio.js'
