// SPDX-License-Identifier: GPL-2.0-only
import { countText, durationText } from '../text/quantities.js'
import { tableText, withoutEmptyColumns } from '../text/table.js'

/** A job as `--dry-run` tells it. */
export interface PlannedRow {
  readonly id: string
  readonly tree: string
  readonly version: string
  readonly config: string
  readonly arch: string
  readonly toolchain: string
  readonly identity: string
  readonly do: string
  /** What it came to when it was done before; null when it is to do. */
  readonly kept: 'yes' | 'no' | 'failed' | null
  /** Milliseconds, or null when nothing like it was ever done. */
  readonly estimateMs: number | null
}

export interface PlanReport {
  readonly file: string
  readonly jobs: readonly PlannedRow[]
  /** How many would run at once. */
  readonly atOnce: number
  /** Milliseconds for what is to do, or null when something is not known. */
  readonly estimateMs: number | null
}

/** What would be done, and how long it may take. */
export function matrixPlanText({ jobs, atOnce, estimateMs }: PlanReport, { verbose = false } = {}): string {
  const table = withoutEmptyColumns(
    ['', 'kernel', 'version', 'config', 'arch', 'toolchain', 'do', 'time'],
    jobs.map(job => [
      job.kept === null ? 'to do' : 'done',
      job.tree,
      job.version,
      job.config,
      job.arch,
      job.toolchain,
      job.do,
      job.kept ?? (job.estimateMs === null ? '?' : `~${durationText(job.estimateMs)}`),
    ]),
  )
  const todo = jobs.filter(({ kept }) => kept === null)
  const identities = new Map(
    todo.map(({ toolchain, arch, identity }) => [`${toolchain} for ${arch || 'reuse'}`, identity]),
  )
  const time =
    estimateMs === null ? 'nothing tells how long some of them take' : `about ${durationText(estimateMs)}`
  return [
    tableText(table.rows, { head: table.head }),
    ...(verbose ? [...identities].map(([name, identity]) => `  ${name}: ${identity}\n`) : []),
    todo.length === 0
      ? `\nnothing to do: ${countText(jobs.length, 'job')} done before\n`
      : `\n${todo.length} of ${countText(jobs.length, 'job')} to do, ${atOnce} at once: ${time}\n`,
  ].join('')
}
