// SPDX-License-Identifier: GPL-2.0-only
export { carvedDirectories } from './directories.js'
export { readStandaloneCrypto, type StandaloneCrypto } from './recipe.js'
export { everything, type Selection, selectionOf } from './selection.js'
export { seriesPatches } from './series.js'
