// SPDX-License-Identifier: GPL-2.0-only
import { z } from 'zod'
import { boot, carve, crossings, edit, reuse, sizeRow, sourceReuse } from './pieces.js'

const check = z.object({
  /** The command that asked: `prove`, `start`, `boot fips=1`. */
  asked: z.string(),
  name: z.string(),
  /** A clause that is true when it has passed. */
  claim: z.string(),
  status: z.enum(['pass', 'fail', 'skip']),
  /** What was counted and compared, a line each. */
  evidence: z.array(z.string()),
  /** What is not as it should be, a line each. */
  differences: z.array(z.string()),
  /** Lines of consoles that show it. */
  console: z.array(z.object({ log: z.string(), line: z.int().positive(), text: z.string() })),
})

const report = z.object({
  schema: z.literal('kcarve/report/1'),
  /** Version of kcarve that wrote it. */
  kcarve: z.string(),
  /** ISO 8601. */
  madeAt: z.string(),
  /** Where its values come from. */
  runs: z.array(z.object({ schema: z.string(), path: z.string() })),
  kernel: z.object({
    release: z.string().nullable(),
    arch: z.string().nullable(),
    config: z.string().nullable(),
  }),
  /** `unjudged`: no check and no verdict was among the runs. */
  verdict: z.object({ answer: z.enum(['yes', 'no', 'unjudged']), text: z.string(), detail: z.string() }),
  checks: z.array(check),
  boots: z.array(boot),
  crossings: crossings.nullable(),
  sizes: z.array(sizeRow),
  edits: z.array(edit).nullable(),
  carve: carve.nullable(),
  reuse: z.array(reuse),
  sourceReuse: z.array(sourceReuse),
  /** Where the builds are; null when no run says so. */
  places: z.object({
    stock: z.string().nullable(),
    carved: z.string().nullable(),
    tree: z.string().nullable(),
  }),
  /** Parts that no run has, and the command that would add each. */
  missing: z.array(z.object({ part: z.string(), command: z.string() })),
})

/** All that a report shows: plain data, written beside the page. */
export type ReportData = z.infer<typeof report>
export type ReportCheck = z.infer<typeof check>

/** Checks a value against the schema; throws ZodError. */
export const checkedReport = (value: unknown): ReportData => report.parse(value)
