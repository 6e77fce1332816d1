// SPDX-License-Identifier: GPL-2.0-only
import { gunzipSync, gzipSync } from 'node:zlib'
import { z } from 'zod'
import { jobSchema, resultSchema } from '../matrix/index.js'

// What travels through the queue: data that is checked on both sides.

/** What only tells of a job that it is not ours: its fields may be those of another version. */
export const greetingSchema = z.object({ kcarve: z.object({ version: z.string(), digest: z.string() }) })

export const messageSchema = jobSchema

const fileName = z.string().regex(/^\d-[a-z]+(?:\/result\.json|\.log)$/)

/** What a worker returns: the result, and files of the job's directory, packed. */
export const answerSchema = z.object({ result: resultSchema, files: z.string() })
export type Answer = z.infer<typeof answerSchema>

export type JobFiles = Readonly<Record<string, string>>

/** Bytes of files before they are packed: beyond that, logs are left out. */
const LARGEST = 32 << 20

/** Results of a job's commands and what they printed, as one word. */
export function packFiles(files: JobFiles): string {
  const size = Object.values(files).reduce((total, text) => total + text.length, 0)
  const kept =
    size <= LARGEST
      ? files
      : Object.fromEntries(Object.entries(files).filter(([name]) => !name.endsWith('.log')))
  return gzipSync(JSON.stringify(kept)).toString('base64')
}

/** Throws for what packFiles has not made. */
export function unpackFiles(packed: string): JobFiles {
  const text = gunzipSync(Buffer.from(packed, 'base64'), { maxOutputLength: 4 * LARGEST }).toString()
  return z.record(fileName, z.string()).parse(JSON.parse(text))
}

/** What a worker tells while it works. */
export const progressSchema = z.object({
  by: z.string(),
  stage: z.string().optional(),
  /** Why it was not taken. */
  refused: z.string().optional(),
})
export type JobProgress = z.infer<typeof progressSchema>
