// SPDX-License-Identifier: GPL-2.0-only
import type { MatrixPlan } from '../chain/matrix/run-matrix.js'
import { type Cell, cellKey, type DoneJob, timeLeft } from '../matrix/index.js'
import { durationText } from '../text/quantities.js'
import type { Progress } from './progress.js'

export interface MatrixProgress {
  readonly onStart: (cell: Cell) => void
  readonly onStage: (cell: Cell, text: string) => void
  /** A job has ended; the line stays. */
  readonly onDone: (job: DoneJob, line: string) => void
  readonly end: () => void
}

/** Shows how far a matrix has come: how many are done, running with what they do, waiting and failed, and the time left. */
export function matrixProgress(
  progress: Progress,
  { jobs, estimate }: Pick<MatrixPlan, 'jobs' | 'estimate'>,
  atOnce: number,
  now: () => number = () => performance.now(),
): MatrixProgress {
  const left = new Map(jobs.map(({ job }) => [cellKey(job.cell), job.cell]))
  const running = new Map<string, { readonly cell: Cell; readonly since: number; stage: string }>()
  const counts = { done: 0, failed: 0 }
  const stage = progress.begin('matrix')
  const tell = () => {
    const waiting = left.size - running.size
    const works = [...running.values()].map(({ cell, stage: at }) => `${shortText(cell)}${at && `: ${at}`}`)
    const ms = timeLeft(
      [...left].map(([key, cell]) => {
        const total = estimate(cell)
        const ran = running.get(key)
        return total === undefined || ran === undefined ? total : Math.max(0, total - (now() - ran.since))
      }),
      atOnce,
    )
    stage.detail(
      [
        `${counts.done} done`,
        ...(counts.failed > 0 ? [`${counts.failed} not ok`] : []),
        `${running.size} running${works.length > 0 ? ` (${works.join('; ')})` : ''}`,
        `${waiting} waiting`,
        ...(ms === undefined || ms === 0 ? [] : [`about ${durationText(ms)} left`]),
      ].join(', '),
    )
  }
  tell()
  return {
    onStart: cell => {
      running.set(cellKey(cell), { cell, since: now(), stage: '' })
      tell()
    },
    onStage: (cell, text) => {
      const ran = running.get(cellKey(cell))
      if (ran === undefined) return
      ran.stage = text
      tell()
    },
    onDone: (job, line) => {
      left.delete(cellKey(job))
      running.delete(cellKey(job))
      counts.done++
      if (job.state !== 'yes') counts.failed++
      tell()
      progress.say(line)
    },
    end: () => void stage.end(),
  }
}

/** What tells jobs apart where there is little room. */
const shortText = ({ tree, config, arch, do: what }: Cell) =>
  [tree, config, arch, what].filter(Boolean).join(' ')
