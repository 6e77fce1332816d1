// SPDX-License-Identifier: GPL-2.0-only
export { type CarvedDirectory, carvedDirectories, type StayingObjects } from './directories.js'
export { type RecipeChoice, readStandaloneCrypto, type StandaloneCrypto } from './recipe.js'
export { everything, type Selection, selectionOf } from './selection.js'
export { type SeriesPatch, seriesPatches } from './series.js'
