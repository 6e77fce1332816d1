// SPDX-License-Identifier: GPL-2.0-only
import { rm } from 'node:fs/promises'
import { basename } from 'node:path'
import { keepResult, newJobDirectory, type StoredJob, storedResult } from '../../matrix/index.js'
import type { JobHold } from './hold-job.js'
import { writeJobPage } from './job-page.js'
import type { ResolvedJob } from './resolve-jobs.js'
import { type RunJobOptions, runJob } from './run-job.js'

export interface DoJobOptions extends Omit<RunJobOptions, 'id' | 'directory' | 'onTreeDone'> {
  /** Where results are kept. */
  readonly store: string
}

/** Does a job in a directory of its own, and keeps the result; when it is interrupted, nothing of it is left. Lets go of what it holds. */
export async function doJob(
  { id, job }: Pick<ResolvedJob, 'id' | 'job'>,
  held: JobHold,
  options: DoJobOptions,
): Promise<StoredJob> {
  const { store } = options
  let unkept: string | undefined
  try {
    const directory = await newJobDirectory(store, id)
    unkept = directory
    const onTreeDone = () => void held.treeDone().catch(() => undefined)
    const result = await runJob(job, { ...options, id, directory, onTreeDone })
    if (result.state !== 'failed') await held.treeDone()
    await writeJobPage(directory)
    const stored = { id, job, result, directory: basename(directory) }
    await keepResult(store, stored)
    unkept = undefined
    return stored
  } finally {
    await held.release()
    if (unkept !== undefined) await rm(unkept, { recursive: true, force: true })
  }
}

/** Whether a job was answered already; what has failed is done again, and with `again` what was not answered by yes. */
export async function answered(
  store: string,
  id: string,
  { again }: { readonly again: boolean },
): Promise<StoredJob | undefined> {
  const stored = await storedResult(store, id)
  if (stored === undefined || stored.result.state === 'failed') return undefined
  return again && stored.result.state !== 'yes' ? undefined : stored
}
