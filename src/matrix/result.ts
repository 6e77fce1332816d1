// SPDX-License-Identifier: GPL-2.0-only
import { z } from 'zod'
import { jobSchema } from './job.js'

export const resultSchema = z.object({
  /** `failed`: there is no answer, since kcarve, a build or the machine failed. */
  state: z.enum(['yes', 'no', 'failed']),
  /** Milliseconds. */
  durationMs: z.number().nonnegative(),
  /** ISO 8601. */
  finishedAt: z.string(),
  /** Of the kernel that was judged, or null. */
  release: z.string().nullable(),
  /** The first check that failed, or what went wrong. */
  failure: z.object({ check: z.string(), text: z.string() }).nullable(),
  /** Command lines of kcarve, in their order. */
  steps: z.array(z.object({ command: z.string(), exitCode: z.int(), durationMs: z.number() })),
  /** The machine that did it. */
  by: z.string(),
})

/** What a job has come to. */
export type JobResult = z.infer<typeof resultSchema>
export type JobState = JobResult['state']

/** What is kept of a job that was done. */
export const storedSchema = z.object({
  id: z.string(),
  job: jobSchema,
  result: resultSchema,
  /** The name of its directory. */
  directory: z.string(),
})
export type StoredJob = z.infer<typeof storedSchema>
