// SPDX-License-Identifier: GPL-2.0-only
export type { Export } from './export.js'
export { exportsOf } from './exports-of.js'
