// SPDX-License-Identifier: GPL-2.0-only
export type * from './boundary.js'
export { readBoundary } from './read-boundary.js'
