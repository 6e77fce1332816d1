// SPDX-License-Identifier: GPL-2.0-only
import { type KnownStatement, PROVENANCE, TEST_RESULT, VERIFICATION_SUMMARY } from './predicates.js'

/** What a statement says, in short. */
export interface StatementSummary {
  /** `build`, `boot`, `prove`, `verify`, `reuse`; for what somebody else has written, its kind in words. */
  readonly what: string
  /** RFC 3339; null where it is not told. */
  readonly time: string | null
  /** `PASSED`, `WARNED`, `FAILED`, or a verdict of `reuse`; null for what judges nothing. */
  readonly result: string | null
  /** What is worth knowing beside it: the boot it is of, the kernel. */
  readonly detail: string
}

export function summaryOf(statement: KnownStatement): StatementSummary {
  switch (statement.predicateType) {
    case PROVENANCE: {
      const { runDetails, buildDefinition } = statement.predicate
      const { tree, kernel } = buildDefinition.externalParameters
      return {
        what: 'build',
        time: runDetails.metadata?.finishedOn ?? null,
        result: null,
        detail: [kernel, tree].filter(text => typeof text === 'string').join(', '),
      }
    }
    case TEST_RESULT: {
      const { result, kcarve_test: test } = statement.predicate
      return {
        what: test?.command ?? 'test',
        time: test?.time ?? null,
        result,
        detail: [test?.release ?? '', ...(test?.scenarios ?? []).map(words => words || 'plain')]
          .filter(Boolean)
          .join(', '),
      }
    }
    case VERIFICATION_SUMMARY: {
      const { timeVerified, verificationResult, kcarve_verdict: verdict } = statement.predicate
      return {
        what: verdict?.command ?? 'verification',
        time: timeVerified,
        result: verdict?.verdict ?? verificationResult,
        detail: verdict?.kernel?.release ?? '',
      }
    }
  }
}
