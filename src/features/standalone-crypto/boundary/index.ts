// SPDX-License-Identifier: GPL-2.0-only
export { type Boundary, type SecondCopy, userNames } from './boundary.js'
export { type ClassedImports, classImports, exportsByName, type KnownKernel } from './class-imports.js'
export { countClasses, type ImportClass } from './classes/import-class.js'
export { type OutsideObject, outsideObjects } from './classes/outside-object.js'
export { type Crossings, crossingsOf, listBoundary } from './crossings.js'
export { type OutsideCode, outsideCode } from './outside-code.js'
export { type OutsideInImage, outsideInImage, unexplainedTexts } from './outside-in-image.js'
export { readBoundary } from './read-boundary.js'
