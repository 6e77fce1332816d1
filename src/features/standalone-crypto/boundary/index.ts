// SPDX-License-Identifier: GPL-2.0-only
export type * from './boundary.js'
export type * from './crossings.js'
export { readBoundary } from './read-boundary.js'
export { readCrossings } from './read-crossings.js'
