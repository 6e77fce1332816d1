// SPDX-License-Identifier: GPL-2.0-only

/** One thing that was compared, as data: whether it holds, what speaks for it, and what against. */
export interface Check {
  /** Stable, for machines: `objects`, `initcalls`. */
  readonly name: string
  /** One clause for people, true when the check has passed. */
  readonly claim: string
  readonly passed: boolean
  /** What was counted and compared, a line each. */
  readonly evidence: readonly string[]
  /** What is not as it should be, a line each; empty when the check has passed. */
  readonly differences: readonly string[]
}

/** A check passes when there is evidence and no difference: nothing compared is nothing proved. */
export function checkOf(
  name: string,
  claim: string,
  found: { readonly evidence: readonly string[]; readonly differences: readonly string[] },
): Check {
  return { name, claim, passed: found.differences.length === 0 && found.evidence.length > 0, ...found }
}

/** `3 objects`, `1 object`. */
export const counted = (count: number, singular: string, plural = `${singular}s`): string =>
  `${count} ${count === 1 ? singular : plural}`
