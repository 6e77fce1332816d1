// SPDX-License-Identifier: GPL-2.0-only

/** One question asked of a kernel, and the answer: plain data, fit for JSON. */
export interface Check {
  /** Stable, for machines, kebab-case: `initcalls`. docs/json.md lists them. */
  readonly id: string
  /** For people: a clause that is true when the check passes. */
  readonly title: string
  readonly status: 'pass' | 'fail' | 'skip'
  /** What was counted and compared, a line each, the shortest account first. Of a skipped check: why. */
  readonly evidence: readonly string[]
  /** What is not as it should be, a line each: empty unless the check failed. */
  readonly differences: readonly string[]
  /** The boot it is about: absent or empty for the plain one, otherwise words of the command line such as `fips=1`. */
  readonly scenario?: string | undefined
}

/** A check passes when there is evidence and no difference: nothing compared is nothing proved. */
export function checkOf(
  id: string,
  title: string,
  { evidence, differences }: Pick<Check, 'evidence' | 'differences'>,
): Check {
  if (differences.length > 0) return { id, title, status: 'fail', evidence, differences }
  return evidence.length > 0
    ? { id, title, status: 'pass', evidence, differences }
    : { id, title, status: 'fail', evidence, differences: ['nothing was compared'] }
}

/** A question that was not asked, with the reason. */
export const skippedCheck = (id: string, title: string, reason: string): Check => ({
  id,
  title,
  status: 'skip',
  evidence: [reason],
  differences: [],
})

/** Nothing failed. */
export const allPass = (checks: readonly Check[]): boolean => checks.every(({ status }) => status !== 'fail')

/** The line that sums a check up: what was found or, where there is no evidence, the first difference. */
export const headline = ({ evidence, differences }: Check): string => evidence[0] ?? differences[0] ?? ''

/** `3 objects`, `1 object`. */
export const counted = (count: number, singular: string, plural = `${singular}s`): string =>
  `${count} ${count === 1 ? singular : plural}`
