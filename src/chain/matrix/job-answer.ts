// SPDX-License-Identifier: GPL-2.0-only
import type { Job, JobResult } from '../../matrix/index.js'
import type { KeptResult } from '../../report-page/index.js'

export interface JobAnswer {
  readonly state: JobResult['state']
  readonly failure: JobResult['failure']
}

/** What the results of a job's commands come to: yes, or no with the first check that says so. */
export function answerOf({ action }: Job, results: readonly KeptResult[]): JobAnswer {
  for (const result of results) {
    const failure = failureIn(result)
    if (failure !== null) return { state: 'no', failure }
  }
  if (action.kind !== 'kunit') return { state: 'yes', failure: null }
  const kunit = results
    .flatMap(result => ('checks' in result ? result.checks : []))
    .filter(({ id }) => id === 'kunit')
  // A configuration without tests answers nothing.
  if (kunit.some(({ status }) => status === 'pass')) return { state: 'yes', failure: null }
  return { state: 'no', failure: { check: 'kunit', text: kunit[0]?.evidence[0] ?? 'no KUnit test was run' } }
}

function failureIn(result: KeptResult): JobResult['failure'] {
  if ('checks' in result) {
    const failed = result.checks.find(({ status }) => status === 'fail')
    return failed === undefined
      ? null
      : { check: failed.title, text: failed.differences[0] ?? failed.evidence[0] ?? '' }
  }
  if (result.schema !== 'kcarve/reuse/2' || result.verdict === 'fits') return null
  return { check: result.verdict, text: result.reasons[0]?.text ?? '' }
}
