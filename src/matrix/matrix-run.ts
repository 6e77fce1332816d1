// SPDX-License-Identifier: GPL-2.0-only
import { type Cell, cellKey } from './job.js'
import type { JobResult, JobState } from './result.js'

/** A job of a run, as `--json` prints it. */
export interface DoneJob extends Cell {
  /** The identity. */
  readonly id: string
  /** Of the sources, such as Debian's version or a commit. */
  readonly version: string
  readonly state: JobState
  /** It was done in an earlier run. */
  readonly isKept: boolean
  readonly durationMs: number
  readonly finishedAt: string
  readonly release: string | null
  readonly failure: JobResult['failure']
  readonly by: string
  /** What it was in the run before; null when it was not in it. */
  readonly was: JobState | null
  /** Where result, logs and page are. */
  readonly directory: string
  /** The page; null when it could not be made. */
  readonly report: string | null
}

export interface MatrixRun {
  readonly file: string
  readonly passed: boolean
  /** ISO 8601. */
  readonly startedAt: string
  readonly durationMs: number
  /** The run before of the same file: when it started, or null. */
  readonly previous: string | null
  readonly totals: { readonly [state in JobState]: number } & { readonly jobs: number; readonly kept: number }
  readonly jobs: readonly DoneJob[]
}

/** What a run says of the next one: the states of its jobs. */
export interface RunRecord {
  readonly startedAt: string
  readonly states: Readonly<Record<string, JobState>>
}

export const recordOf = ({ startedAt, jobs }: Pick<MatrixRun, 'startedAt' | 'jobs'>): RunRecord => ({
  startedAt,
  states: Object.fromEntries(jobs.map(job => [cellKey(job), job.state])),
})

/** Whether it was fine in the run before, and is not any more. */
export const isRegression = ({ was, state }: Pick<DoneJob, 'was' | 'state'>): boolean =>
  was === 'yes' && state !== 'yes'

export function totalsOf(jobs: readonly DoneJob[]): MatrixRun['totals'] {
  const count = (state: JobState) => jobs.filter(job => job.state === state).length
  return {
    jobs: jobs.length,
    yes: count('yes'),
    no: count('no'),
    failed: count('failed'),
    kept: jobs.filter(({ isKept }) => isKept).length,
  }
}
