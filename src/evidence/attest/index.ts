// SPDX-License-Identifier: GPL-2.0-only
export { appendAttestation } from './append-attestation.js'
export { type AttestationReport, type BundleReport, checkBundle } from './check-bundle.js'
export { sealed } from './envelope.js'
export { readPublicKey, readSigningKey } from './keys.js'
export * from './predicates.js'
export { readBundle } from './read-bundle.js'
export { fileOf, type ResourceDescriptor, type Statement, type Subject, textOf } from './statement.js'
export { testStatement } from './statements/test-statement.js'
