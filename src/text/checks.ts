// SPDX-License-Identifier: GPL-2.0-only
import { plainPaint } from './paint.js'
import { tableText } from './table.js'

/** One question that was asked of a result, and its answer. */
export interface Check {
  readonly name: string
  readonly status: 'pass' | 'fail' | 'skip'
  /** What was found, in a few words. */
  readonly detail: string
  /** Of a check that failed: the lines that say why. */
  readonly lines?: readonly string[]
}

/** Nothing failed. */
export const allPass = (checks: readonly Check[]): boolean => checks.every(({ status }) => status !== 'fail')

const MOST_LINES = 12

/** One line a check, below it the reasons of a failed one; with `verbose` all of them. */
export function checksText(checks: readonly Check[], { verbose = false, paint = plainPaint } = {}): string {
  const mark = { pass: paint.green('ok'), fail: paint.red('FAILED'), skip: paint.yellow('skipped') }
  const rows = checks.map(({ name, status, detail }) => [mark[status], name, detail])
  const lines = tableText(rows, { indent: 2 }).split('\n')
  return checks
    .flatMap(({ detail, lines: reasons = [] }, index) => {
      const told = reasons.filter(reason => reason !== detail)
      const shown = verbose ? told : told.slice(0, MOST_LINES)
      const rest = told.length - shown.length
      return [lines[index], ...shown.map(margin), ...(rest > 0 ? [margin(`and ${rest} more (-v)`)] : [])]
    })
    .map(line => `${line}\n`)
    .join('')
}

const margin = (line: string) => `          | ${line}`
