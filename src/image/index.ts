// SPDX-License-Identifier: GPL-2.0-only

export { descriptorOf } from '../features/standalone-crypto/carried/descriptor.js'
export { type EmbeddedModule, embeddedModules } from '../features/standalone-crypto/carried/embedded.js'
export {
  type Redirect,
  type Redirects,
  redirectsOf,
} from '../features/standalone-crypto/carried/redirects.js'
export {
  type ExtractedFile,
  extractImage,
} from '../features/standalone-crypto/carried/verify/extract-image.js'
export {
  type VerifiedModule,
  type VerifyOptions,
  type VerifyReport,
  verifyImage,
} from '../features/standalone-crypto/carried/verify/verify-image.js'
export { DIGESTS } from '../features/standalone-crypto/names.js'
export { type BzImage, isBzImage, readBzImage, vmlinuxOf } from './bzimage.js'
export { archOf } from './elf-facts.js'
export { type Export, exportsOf } from './exports/index.js'
export type * from './image-report.js'
export { inspectImage } from './inspect.js'
export { loadFile } from './load-file.js'
export { type ModuleLayout, moduleLayout } from './module-layout.js'
export { moduleReport } from './module-report.js'
export { moduleVersions } from './module-versions.js'
export { linuxBanner, type OpenImage, openImage } from './open-image.js'
export { type RecordTable, recordTables } from './record-tables.js'
