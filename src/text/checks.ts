// SPDX-License-Identifier: GPL-2.0-only
import { type Check, headline } from '../checks/check.js'
import { plainPaint } from './paint.js'
import { tableText } from './table.js'

const MOST_LINES = 12

/** One line a check, below it the differences of one that failed; with `verbose` all of them, and all evidence. */
export function checksText(checks: readonly Check[], { verbose = false, paint = plainPaint } = {}): string {
  const mark = { pass: paint.green('ok'), fail: paint.red('FAILED'), skip: paint.yellow('skipped') }
  const rows = checks.map(check => [mark[check.status], check.title, headline(check)])
  const lines = tableText(rows, { indent: 2 }).split('\n')
  return checks
    .flatMap((check, index) => {
      const told = check.differences.filter(line => line !== headline(check))
      const shown = verbose ? [...check.evidence.slice(1), ...told] : told.slice(0, MOST_LINES)
      const rest = verbose ? 0 : told.length - shown.length
      return [lines[index], ...shown.map(margin), ...(rest > 0 ? [margin(`and ${rest} more (-v)`)] : [])]
    })
    .map(line => `${line}\n`)
    .join('')
}

const margin = (line: string) => `          | ${line}`
