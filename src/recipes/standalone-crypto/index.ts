// SPDX-License-Identifier: GPL-2.0-only
export { type CarvedDirectory, carvedDirectories, type StayingObjects } from './directories.js'
export { readStandaloneCrypto } from './recipe.js'
export { type SeriesPatch, seriesPatches } from './series.js'
