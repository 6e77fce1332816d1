// SPDX-License-Identifier: GPL-2.0-only
export type { Hazard, HazardKind } from './hazard.js'
export { scanSource } from './scan-source.js'
