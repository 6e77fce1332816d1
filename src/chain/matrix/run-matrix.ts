// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { z } from 'zod'
import { hostArchitecture } from '../../arch/architectures.js'
import { loadFile } from '../../core/load-file.js'
import { writeWhole } from '../../core/write-whole.js'
import {
  type Cell,
  cellKey,
  type DoneJob,
  type Estimate,
  estimateFrom,
  expand,
  jobDirectory,
  type MatrixRun,
  type RunRecord,
  readMatrix,
  recordOf,
  type StoredJob,
  schedule,
  storedResults,
  totalsOf,
} from '../../matrix/index.js'
import { answered, doJob } from './do-job.js'
import { holdJob } from './hold-job.js'
import { jobPage } from './job-page.js'
import { ownIdentity } from './own-digest.js'
import { type ResolvedJob, resolveJobs } from './resolve-jobs.js'
import type { SourceOptions } from './sources.js'

export interface MatrixPlan {
  /** Absolute. */
  readonly file: string
  readonly jobs: readonly PlannedJob[]
  readonly estimate: Estimate
  /** Where results are kept. */
  readonly store: string
}

export interface PlannedJob extends ResolvedJob {
  /** What it came to when it was done before. */
  readonly kept: StoredJob | undefined
}

export interface PlanMatrixOptions extends SourceOptions {
  /** Whether what was answered by no is done again. */
  readonly again: boolean
  /** Instead of the file's. */
  readonly ccWrapper?: string | undefined
}

/** Reads a matrix file, and looks up what its jobs are made of and which were done. Throws UsageError with file, line and column. */
export async function planMatrix(path: string, options: PlanMatrixOptions): Promise<MatrixPlan> {
  const file = resolve(path)
  const read = readMatrix((await loadFile(path)).toString(), path)
  const native = hostArchitecture()?.name === 'arm64' ? 'arm64' : 'x86_64'
  const { wanted, idle, clashes } = expand(read.file, native)
  if (idle[0] !== undefined) throw read.errorAt(['exclude', idle[0]], 'this excludes nothing')
  if (clashes[0] !== undefined)
    throw read.errorAt(clashes[0].at.tree, 'two different jobs have the same labels', 'give one a name')
  const resolving = { ...options, baseDir: dirname(file), kcarve: await ownIdentity() }
  const resolved = await resolveJobs(wanted, read, resolving)
  const store = join(options.cacheDir, 'matrix')
  // Two labels may mean the same.
  const jobs = [...new Map(resolved.map(each => [each.id, each])).values()]
  return {
    ...{ file, store, estimate: estimateFrom(await storedResults(store)) },
    jobs: await Promise.all(
      jobs.map(async each => ({ ...each, kept: await answered(store, each.id, options) })),
    ),
  }
}

export interface MatrixEvents {
  readonly onStart: (cell: Cell) => void
  readonly onStage: (cell: Cell, text: string) => void
  /** Also called for those that were done before. */
  readonly onDone: (job: DoneJob) => void
}

export interface RunMatrixOptions extends MatrixEvents {
  readonly cacheDir: string
  readonly signal: AbortSignal
  /** How many jobs at once; the processors are shared among them. */
  readonly atOnce: number
}

/** Does the jobs of a plan that were not done before, on this machine. */
export async function runMatrix(plan: MatrixPlan, options: RunMatrixOptions): Promise<MatrixRun> {
  return recorded(plan, options, async (todo, onDone) => {
    const atOnce = Math.max(1, Math.min(options.atOnce, todo.length))
    const cores = Math.max(1, Math.floor(availableParallelism() / atOnce))
    await schedule(todo, {
      atOnce,
      signal: options.signal,
      hold: ({ job }) => holdJob(job, options.cacheDir),
      run: async (planned, held) => {
        const { cell } = planned.job
        options.onStart(cell)
        await onDone(
          planned,
          await doJob(planned, held, {
            ...{ store: plan.store, cacheDir: options.cacheDir, signal: options.signal, cores },
            onStage: text => options.onStage(cell, text),
          }),
        )
      },
    })
  })
}

/** Called as each job is done. */
export type OnStored = (job: PlannedJob, stored: StoredJob) => Promise<void>

/** Has the jobs done that are to do; puts all results together, and keeps what the next run compares itself with. */
export async function recorded(
  { file, store, jobs }: MatrixPlan,
  { onDone }: Pick<MatrixEvents, 'onDone'>,
  work: (todo: readonly PlannedJob[], onDone: OnStored) => Promise<void>,
): Promise<MatrixRun> {
  const startedAt = new Date().toISOString()
  const started = performance.now()
  const last = await lastRecord(store, file)
  const done = new Map<string, DoneJob>()
  const add = async (job: PlannedJob, stored: StoredJob, isKept: boolean) => {
    const described = await describe(job, stored, { store, isKept, last })
    done.set(job.id, described)
    onDone(described)
  }
  for (const job of jobs) if (job.kept !== undefined) await add(job, job.kept, true)
  await work(
    jobs.filter(({ kept }) => kept === undefined),
    (job, stored) => add(job, stored, false),
  )
  // In the order of the file, whichever was done first.
  const all = jobs.flatMap(({ id }) => done.get(id) ?? [])
  const run: MatrixRun = {
    file,
    passed: all.every(({ state }) => state === 'yes'),
    startedAt,
    durationMs: Math.round(performance.now() - started),
    previous: last?.startedAt ?? null,
    totals: totalsOf(all),
    jobs: all,
  }
  const path = recordPath(store, file)
  await writeWhole(path, partial => writeFile(partial, JSON.stringify(recordOf(run))))
  return run
}

interface DescribeOptions {
  readonly store: string
  readonly isKept: boolean
  readonly last: RunRecord | undefined
}

async function describe(
  { id, job, version }: PlannedJob,
  stored: StoredJob,
  { store, isKept, last }: DescribeOptions,
): Promise<DoneJob> {
  const { steps: _, ...result } = stored.result
  const directory = jobDirectory(store, stored)
  return {
    ...{ id, ...job.cell, version, ...result, isKept, directory },
    was: last?.states[cellKey(job.cell)] ?? null,
    report: await jobPage(directory),
  }
}

const recordPath = (store: string, file: string) =>
  join(store, 'runs', `${createHash('sha256').update(file).digest('hex').slice(0, 16)}.json`)

const recordSchema = z.object({
  startedAt: z.string(),
  states: z.record(z.string(), z.enum(['yes', 'no', 'failed'])),
})

async function lastRecord(store: string, file: string): Promise<RunRecord | undefined> {
  const text = await readFile(recordPath(store, file), 'utf8').catch(() => 'null')
  try {
    return recordSchema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}
