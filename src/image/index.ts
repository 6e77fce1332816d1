// SPDX-License-Identifier: GPL-2.0-only
export { type BzImage, isBzImage, readBzImage, vmlinuxOf } from './bzimage.js'
export { type EmbeddedModule, embeddedModules } from './embedded.js'
export { type Export, exportsOf } from './exports/index.js'
export type * from './image-report.js'
export { inspectImage } from './inspect.js'
export { moduleReport } from './module-report.js'
export { type OpenImage, openImage } from './open-image.js'
export { type Redirect, type Redirects, redirectsOf } from './redirects.js'
