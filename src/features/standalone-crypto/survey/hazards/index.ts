// SPDX-License-Identifier: GPL-2.0-only
export type { Hazard } from './hazard.js'
export { scanSource } from './scan-source.js'
