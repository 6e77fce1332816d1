// SPDX-License-Identifier: GPL-2.0-only
import { z } from 'zod'
import { FormatError } from '../../core/errors.js'

const state = z.enum(['yes', 'no', 'failed'])

const job = z.object({
  id: z.string(),
  tree: z.string(),
  version: z.string(),
  config: z.string(),
  arch: z.string(),
  toolchain: z.string(),
  do: z.string(),
  state,
  isKept: z.boolean(),
  durationMs: z.number().nonnegative(),
  finishedAt: z.string(),
  release: z.string().nullable(),
  failure: z.object({ check: z.string(), text: z.string() }).nullable(),
  by: z.string(),
  was: state.nullable(),
  directory: z.string(),
  report: z.string().nullable(),
})

const matrixResult = z.object({
  schema: z.literal('kcarve/matrix/1'),
  file: z.string(),
  passed: z.boolean(),
  startedAt: z.string(),
  durationMs: z.number().nonnegative(),
  previous: z.string().nullable(),
  totals: z.object({
    jobs: z.number(),
    yes: z.number(),
    no: z.number(),
    failed: z.number(),
    kept: z.number(),
  }),
  jobs: z.array(job),
})

/** What `kcarve matrix` has printed with --json. */
export type MatrixResult = z.infer<typeof matrixResult>

/** Reads it; undefined for JSON of another command, and for what is no JSON. Throws FormatError, naming the field, for a damaged one. */
export function readMatrixResult(text: string): MatrixResult | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  const { schema } = z.object({ schema: z.string() }).safeParse(value).data ?? {}
  if (!schema?.startsWith('kcarve/matrix/')) return undefined
  const parsed = matrixResult.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new FormatError(issue?.message ?? 'not valid', {
    offset: 0,
    field: issue?.path.map(String).join('.') || 'schema',
  })
}
