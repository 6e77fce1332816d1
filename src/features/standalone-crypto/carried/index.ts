// SPDX-License-Identifier: GPL-2.0-only
export type * from './carved-report.js'
export { descriptorOf } from './descriptor.js'
export { type EmbeddedModule, embeddedModules } from './embedded.js'
export { inspectCarved } from './inspect-carved.js'
export { redirectsOf } from './redirects.js'
export { digestOf, embeddedDigests } from './verify/embedded-digests.js'
export { type ExtractedFile, extractImage } from './verify/extract-image.js'
export {
  type VerifiedModule,
  type VerifyReport,
  verifyImage,
} from './verify/verify-image.js'
