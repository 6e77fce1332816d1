// SPDX-License-Identifier: GPL-2.0-only
export { type Boundary, userNames } from './boundary.js'
export { type Crossings, crossingsOf, listBoundary } from './crossings.js'
export { readBoundary } from './read-boundary.js'
