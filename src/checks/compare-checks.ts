// SPDX-License-Identifier: GPL-2.0-only
import { type Check, checkOf, counted, headline } from './check.js'

/**
 * Whether checks of one kernel came out as those of the stock kernel: the same status, and for those that pass the same summary.
 * A check that only the other kernel has must pass. One that fails in both is no news.
 */
export function compareChecks(stock: readonly Check[], other: readonly Check[]): Check {
  const before = new Map(stock.map(check => [check.id, check]))
  const missing = stock.filter(({ id }) => !other.some(check => check.id === id))
  const differences = [
    ...other.flatMap(check => differenceOf(before.get(check.id), check)),
    ...missing.map(({ id }) => `${id} did not run`),
  ]
  const both = other.filter(check => before.has(check.id))
  const evidence = [
    `${counted(both.length, 'check')} compared`,
    ...other.map(check => `${check.id}: ${asBefore(before.get(check.id), check)}`),
  ]
  return checkOf('root', 'checks with the root of a distribution', {
    evidence: both.length === 0 ? [] : evidence,
    differences,
  })
}

function differenceOf(before: Check | undefined, check: Check): string[] {
  if (before === undefined) return check.status === 'fail' ? [`${check.id} fails: ${headline(check)}`] : []
  if (before.status !== check.status)
    return [`${check.id}: stock ${told(before)}`, `${check.id}: here ${told(check)}`]
  if (check.status !== 'pass' || headline(before) === headline(check)) return []
  return [`${check.id}: ${headline(check)}, stock: ${headline(before)}`]
}

const asBefore = (before: Check | undefined, check: Check) =>
  `${told(check)}${before === undefined ? '; stock has no such check' : ''}`

const told = (check: Check) => {
  const why = check.status === 'fail' ? check.differences[0] : headline(check)
  return `${check.status} (${why})`
}
