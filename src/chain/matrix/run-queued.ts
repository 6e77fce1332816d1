// SPDX-License-Identifier: GPL-2.0-only
import { rm } from 'node:fs/promises'
import { basename } from 'node:path'
import {
  keepResult,
  type MatrixRun,
  newJobDirectory,
  type StoredJob,
  storedResult,
} from '../../matrix/index.js'
import { type Outcome, putJobs, type QueueServer, unpackFiles } from '../../queue/index.js'
import { writeJobFiles } from './job-files.js'
import { writeJobPage } from './job-page.js'
import { type MatrixEvents, type MatrixPlan, type PlannedJob, recorded } from './run-matrix.js'

export interface RunQueuedOptions extends MatrixEvents {
  readonly server: QueueServer
  readonly signal: AbortSignal
  /** Whether answers that are in the queue already are asked for again. */
  readonly again: boolean
  /** A line about the queue or a worker. */
  readonly onTrouble: (line: string) => void
}

/** Has the jobs of a plan that were not done before done by workers. Throws ToolError when the queue is full. */
export async function runQueued(plan: MatrixPlan, options: RunQueuedOptions): Promise<MatrixRun> {
  const { server, signal, again, onStart, onStage, onTrouble } = options
  const started = new Set<string>()
  const told = new Set<string>()
  return recorded(plan, options, async (todo, onDone) => {
    await putJobs(todo, {
      ...{ server, signal, again, onTrouble },
      onProgress: ({ id, job }, { by, stage, refused }) => {
        if (refused !== undefined) {
          const line = `${by} refused a job: ${refused}`
          if (!told.has(line)) onTrouble(line)
          told.add(line)
          return
        }
        if (!started.has(id)) onStart(job.cell)
        started.add(id)
        onStage(job.cell, [by, stage].filter(Boolean).join(': '))
      },
      onOutcome: async (planned, outcome) => onDone(planned, await kept(plan.store, planned, outcome)),
    })
  })
}

/** Keeps what came through the queue as if it had been done here. */
async function kept(store: string, { id, job }: PlannedJob, outcome: Outcome): Promise<StoredJob> {
  const result = outcome.kind === 'answered' ? outcome.answer.result : failedResult(outcome.reason)
  // A worker on this machine, with the same cache, has kept more of it than has come.
  const there = await storedResult(store, id)
  if (there !== undefined && there.result.finishedAt === result.finishedAt && there.result.by === result.by)
    return there
  const directory = await newJobDirectory(store, id)
  try {
    if (outcome.kind === 'answered') await writeJobFiles(directory, unpackFiles(outcome.answer.files))
    await writeJobPage(directory)
    const stored = { id, job, result, directory: basename(directory) }
    await keepResult(store, stored)
    return stored
  } catch (error) {
    await rm(directory, { recursive: true, force: true })
    throw error
  }
}

const failedResult = (reason: string): StoredJob['result'] => ({
  ...{
    state: 'failed',
    durationMs: 0,
    finishedAt: new Date().toISOString(),
    release: null,
    steps: [],
    by: '',
  },
  failure: { check: 'worker', text: reason },
})
