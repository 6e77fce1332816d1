// SPDX-License-Identifier: GPL-2.0-only
export type { Bom } from './cyclonedx.js'
export { type CbomOptions, cbomOf } from './write-cbom.js'
