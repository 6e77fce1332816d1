// SPDX-License-Identifier: GPL-2.0-only
export { type BzImage, isBzImage, readBzImage, vmlinuxOf } from './bzimage.js'
export { descriptorOf } from './descriptor.js'
export { archOf } from './elf-facts.js'
export { type EmbeddedModule, embeddedModules } from './embedded.js'
export { type Export, exportsOf } from './exports/index.js'
export type * from './image-report.js'
export { inspectImage } from './inspect.js'
export { loadFile } from './load-file.js'
export { type ModuleLayout, moduleLayout } from './module-layout.js'
export { moduleReport } from './module-report.js'
export { moduleVersions } from './module-versions.js'
export { linuxBanner, type OpenImage, openImage } from './open-image.js'
export { DIGESTS } from './payload-names.js'
export { type RecordTable, recordTables } from './record-tables.js'
export { type Redirect, type Redirects, redirectsOf } from './redirects.js'
export { type ExtractedFile, extractImage } from './verify/extract-image.js'
export {
  type VerifiedModule,
  type VerifyOptions,
  type VerifyReport,
  verifyImage,
} from './verify/verify-image.js'
