// SPDX-License-Identifier: GPL-2.0-only
import { z } from 'zod'
import {
  boot,
  carve,
  check,
  crossings,
  edit,
  ledger,
  lifetime,
  partitions,
  reuse,
  sizeRow,
  sourceReuse,
} from './pieces.js'

const reportCheck = check.extend({
  /** The command that asked: `prove`, `boot --fault`. */
  asked: z.string(),
  /** Lines of consoles that show it. */
  console: z.array(z.object({ log: z.string(), line: z.int().positive(), text: z.string() })),
})

const report = z.object({
  schema: z.literal('kcarve/report/2'),
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
  checks: z.array(reportCheck),
  boots: z.array(boot),
  crossings: crossings.nullable(),
  sizes: z.array(sizeRow),
  /** Null where no run has compared slab partitions. */
  partitions: partitions.nullable(),
  edits: z.array(edit).nullable(),
  carve: carve.nullable(),
  reuse: z.array(reuse),
  lifetimes: z.array(lifetime),
  sourceReuse: z.array(sourceReuse),
  ledgers: z.array(ledger),
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
export type ReportCheck = z.infer<typeof reportCheck>

/** Checks a value against the schema; throws ZodError. */
export const checkedReport = (value: unknown): ReportData => report.parse(value)
