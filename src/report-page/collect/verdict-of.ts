// SPDX-License-Identifier: GPL-2.0-only
import { countText } from '../../report/quantities.js'
import type { ReportCheck, ReportData } from '../report-data.js'
import type { Run } from './run.js'

interface Judged {
  readonly runs: readonly Run[]
  readonly checks: readonly ReportCheck[]
  readonly reuse: readonly { readonly verdict: 'fits' | 'breaks' | 'not proven' }[]
}

/** The answer, and how far it reaches: what was not asked is not claimed. */
export function verdictOf({ runs, checks, reuse }: Judged): ReportData['verdict'] {
  const counted = (status: ReportCheck['status']) => checks.filter(check => check.status === status).length
  const [failed, passed, skipped] = [counted('fail'), counted('pass'), counted('skip')]
  const count =
    checks.length === 0
      ? []
      : [
          `${passed} of ${countText(checks.length, 'check')} pass`,
          ...(skipped > 0 ? [`${skipped} skipped`] : []),
        ]
  const misfits = reuse.filter(({ verdict }) => verdict !== 'fits')
  const reused = reuse.map(({ verdict }) => `reuse: ${verdict}`)
  const detail = [
    ...count,
    ...reused,
    ...(isProved(runs) ? [] : ['not compared with the stock kernel']),
  ].join('; ')
  if (failed > 0) {
    return { answer: 'no', text: `${countText(failed, 'check')} failed`, detail }
  }
  if (passed === 0 && reuse.length === 0) {
    return {
      answer: 'unjudged',
      text: 'Nothing has been judged yet',
      detail: 'no run among these asks a question',
    }
  }
  if (misfits.length > 0) {
    const [first] = misfits
    return {
      answer: 'no',
      text: `The module ${first?.verdict === 'breaks' ? 'breaks' : 'is not proven to fit'}`,
      detail,
    }
  }
  return { answer: 'yes', text: claim(runs, passed > 0), detail }
}

const isProved = (runs: readonly Run[]) => runs.some(({ schema }) => schema === 'kcarve/prove/1')

function claim(runs: readonly Run[], hasChecks: boolean): string {
  if (isProved(runs)) return 'The carved kernel is as its stock kernel, in all that was compared'
  if (hasChecks) return 'The kernel boots, and passes all that was asked of it'
  return 'The modules fit'
}
