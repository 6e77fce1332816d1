// SPDX-License-Identifier: GPL-2.0-only
import { type Cell, cellKey } from './job.js'
import type { StoredJob } from './result.js'

/** Milliseconds that a job in a cell will take; undefined when nothing like it was ever done. */
export type Estimate = (cell: Cell) => number | undefined

/**
 * Estimates by what was done before: the latest in the same cell, else the mean of other kernels' in the same configuration, else of all
 * that did the same.
 */
export function estimateFrom(done: readonly StoredJob[]): Estimate {
  const answered = done
    .filter(({ result }) => result.state !== 'failed')
    .sort((a, b) => (a.result.finishedAt < b.result.finishedAt ? -1 : 1))
  const latest = new Map(answered.map(({ job, result }) => [cellKey(job.cell), result.durationMs]))
  const alike = means(answered, withoutTree)
  const any = means(answered, cell => cell.do)
  return cell => latest.get(cellKey(cell)) ?? alike.get(withoutTree(cell)) ?? any.get(cell.do)
}

const withoutTree = (cell: Cell) => cellKey({ ...cell, tree: '' })

function means(done: readonly StoredJob[], keyOf: (cell: Cell) => string): Map<string, number> {
  const sums = new Map<string, { total: number; count: number }>()
  for (const { job, result } of done) {
    const { total, count } = sums.get(keyOf(job.cell)) ?? { total: 0, count: 0 }
    sums.set(keyOf(job.cell), { total: total + result.durationMs, count: count + 1 })
  }
  return new Map([...sums].map(([key, { total, count }]) => [key, total / count]))
}

/**
 * Milliseconds until all of them are done, so many at once: the longest first, each to whoever is free. Undefined when nothing is known of
 * one of them.
 */
export function timeLeft(estimates: readonly (number | undefined)[], atOnce: number): number | undefined {
  if (estimates.includes(undefined)) return undefined
  const busy = Array.from({ length: Math.max(1, atOnce) }, () => 0)
  for (const ms of (estimates as number[]).sort((a, b) => b - a)) {
    const next = busy.indexOf(Math.min(...busy))
    busy[next] = (busy[next] ?? 0) + ms
  }
  return Math.max(0, ...busy)
}
