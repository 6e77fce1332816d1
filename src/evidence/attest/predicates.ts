// SPDX-License-Identifier: GPL-2.0-only
import { z } from 'zod'
import { resourceDescriptor, type Statement } from './statement.js'

// Members are those of the specifications; what begins with kcarve_ is ours, as in-toto lets producers add it, and other
// consumers ignore it. Members that a consumer does not know never make a statement worthless, so all objects are loose.

/** https://slsa.dev/spec/v1.1/provenance */
export const PROVENANCE = 'https://slsa.dev/provenance/v1'

export const provenance = z.looseObject({
  buildDefinition: z.looseObject({
    buildType: z.string(),
    externalParameters: z.record(z.string(), z.unknown()),
    internalParameters: z.record(z.string(), z.unknown()).optional(),
    resolvedDependencies: z.array(resourceDescriptor).optional(),
  }),
  runDetails: z.looseObject({
    builder: z.looseObject({
      id: z.string(),
      builderDependencies: z.array(resourceDescriptor).optional(),
      version: z.record(z.string(), z.string()).optional(),
    }),
    metadata: z
      .looseObject({
        invocationId: z.string().optional(),
        startedOn: z.string().optional(),
        finishedOn: z.string().optional(),
      })
      .optional(),
    byproducts: z.array(resourceDescriptor).optional(),
  }),
})

export type Provenance = z.infer<typeof provenance>

/** https://github.com/in-toto/attestation/blob/main/spec/predicates/test-result.md */
export const TEST_RESULT = 'https://in-toto.io/attestation/test-result/v0.1'

export const testResult = z.looseObject({
  result: z.enum(['PASSED', 'WARNED', 'FAILED']),
  configuration: z.array(resourceDescriptor),
  url: z.string().optional(),
  passedTests: z.array(z.string()).optional(),
  warnedTests: z.array(z.string()).optional(),
  failedTests: z.array(z.string()).optional(),
  kcarve_test: z
    .looseObject({
      /** The command. */
      command: z.enum(['boot', 'boot-faults', 'prove']),
      time: z.string(),
      arch: z.string(),
      /** As `uname -r` says in the guest; null when it did not come that far. */
      release: z.string().nullable(),
      /** Words of the kernel's command line, one entry for each boot that the tests are of. */
      scenarios: z.array(z.string()),
      /** How each test came out, with what was counted. */
      checks: z.array(
        z.looseObject({
          id: z.string(),
          title: z.string(),
          status: z.enum(['pass', 'fail', 'skip']),
          evidence: z.array(z.string()),
          differences: z.array(z.string()),
          scenario: z.string(),
        }),
      ),
    })
    .optional(),
})

export type TestResult = z.infer<typeof testResult>

/** https://slsa.dev/spec/v1.1/verification_summary */
export const VERIFICATION_SUMMARY = 'https://slsa.dev/verification_summary/v1'

export const verificationSummary = z.looseObject({
  verifier: z.looseObject({ id: z.string(), version: z.record(z.string(), z.string()).optional() }),
  timeVerified: z.string(),
  resourceUri: z.string(),
  policy: resourceDescriptor,
  inputAttestations: z.array(resourceDescriptor).optional(),
  verificationResult: z.enum(['PASSED', 'FAILED']),
  verifiedLevels: z.array(z.string()),
  dependencyLevels: z.record(z.string(), z.number()).optional(),
  slsaVersion: z.string().optional(),
  kcarve_verdict: z
    .looseObject({
      /** The command. */
      command: z.enum(['verify', 'reuse']),
      /** Of `reuse` its verdict, of `verify` whether all is intact. */
      verdict: z.string(),
      /** Why, a line each; empty when there is nothing to say. */
      reasons: z.array(z.string()),
      /** Whether a person has accepted what the verdict left to accept. */
      accepted: z.boolean().optional(),
      /** Of `reuse`: the kernel that it is about. Its files by their digests; none is an image for headers alone. */
      kernel: z
        .looseObject({
          release: z.string().nullable(),
          arch: z.string().nullable(),
          files: z.array(resourceDescriptor),
        })
        .optional(),
    })
    .optional(),
})

export type VerificationSummary = z.infer<typeof verificationSummary>

/** A statement of a type that is known here, its predicate read. */
export type KnownStatement = Pick<Statement, '_type' | 'subject'> &
  (
    | { readonly predicateType: typeof PROVENANCE; readonly predicate: Provenance }
    | { readonly predicateType: typeof TEST_RESULT; readonly predicate: TestResult }
    | { readonly predicateType: typeof VERIFICATION_SUMMARY; readonly predicate: VerificationSummary }
  )

export const PREDICATES: Readonly<Record<string, z.ZodType>> = {
  [PROVENANCE]: provenance,
  [TEST_RESULT]: testResult,
  [VERIFICATION_SUMMARY]: verificationSummary,
}
