// SPDX-License-Identifier: GPL-2.0-only
export { appendAttestation } from './append-attestation.js'
export { type AttestationReport, type BundleReport, checkBundle } from './check-bundle.js'
export { sealed } from './envelope.js'
export { type AttestationKey, readPublicKey, readSigningKey } from './keys.js'
export * from './predicates.js'
export { type Attestation, type Bundle, readBundle } from './read-bundle.js'
export {
  fileOf,
  filesOfRole,
  imageOf,
  type ResourceDescriptor,
  type Role,
  type Statement,
  type Subject,
  textOf,
} from './statement.js'
export { type BuildParameters, buildStatement } from './statements/build-statement.js'
export { testStatement } from './statements/test-statement.js'
export { reuseStatement, verifyStatement } from './statements/verdict-statement.js'
