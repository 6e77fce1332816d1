// SPDX-License-Identifier: GPL-2.0-only
export { cryptographicNamespaces, namedCryptography } from './cryptographic-names.js'
export { namedAtRunTime, namedSymbols, placeOf, separatePrograms, TWIN_REASON } from './cryptography.js'
export { carvedDirectories } from './directories.js'
export { NAME, readStandaloneCrypto, type StandaloneCrypto } from './recipe.js'
export { partsToLeaveOut, selectableIn } from './selection.js'
export { series } from './series.js'
export { type StayingReasons, stayingReasons } from './staying-reasons.js'
