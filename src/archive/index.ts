// SPDX-License-Identifier: GPL-2.0-only
export { buildAsn1Compiler, compileAsn1 } from './asn1-compiler.js'
export { emptyDirectory } from './freeze.js'
export { headersElsewhere } from './headers-elsewhere.js'
export {
  type ArchivedFile,
  type ArchivedModule,
  type ArchiveManifest,
  MANIFEST,
  MANIFEST_DIGEST,
  readManifest,
} from './manifest.js'
export { layOut, putInto, unite } from './overlay.js'
export { inScratch, isPacked, mayBeArchive, packArchive, withUnpacked } from './packed.js'
export { type ArchiveReport, requireIntact, verifyArchive } from './verify-archive.js'
export { writeArchive } from './write-archive.js'
export { writeShippedArchive } from './write-shipped-archive.js'
