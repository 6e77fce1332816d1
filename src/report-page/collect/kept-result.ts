// SPDX-License-Identifier: GPL-2.0-only
import { z } from 'zod'
import { FormatError } from '../../core/errors.js'
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
} from '../pieces.js'

const evidence = {
  arch: z.string().optional(),
  release: z.string().nullish(),
  config: z.string().optional(),
  boots: z.array(boot).default([]),
  crossings: crossings.nullish(),
  edits: z.array(edit).nullish(),
  carve: carve.nullish(),
}

const place = z.object({ name: z.string(), path: z.string() })

const built = z.object({ objDir: z.string(), image: z.string().optional(), module: z.string().optional() })

const keptResult = z.discriminatedUnion('schema', [
  z.object({
    schema: z.literal('kcarve/start/2'),
    ...evidence,
    checks: z.array(check),
    sizes: z.array(z.object({ name: z.string(), bytes: z.number() })),
    places: z.array(place),
  }),
  z.object({
    schema: z.literal('kcarve/prove/2'),
    ...evidence,
    checks: z.array(check),
    sizes: z.array(sizeRow),
    partitions: partitions.nullish(),
    builds: z.object({ stock: built, carved: built }).optional(),
    tree: z.string().optional(),
  }),
  z.object({
    schema: z.literal('kcarve/boot/2'),
    ...evidence,
    kernel: z.string(),
    carved: z.boolean(),
    checks: z.array(check),
  }),
  z.object({ schema: z.literal('kcarve/boot-faults/2'), kernel: z.string(), checks: z.array(check) }),
  z.object({ schema: z.literal('kcarve/plan/2'), tree: z.string(), ...carve.shape }),
  z.object({ schema: z.literal('kcarve/reuse/2'), ...reuse.shape }),
  z.object({ schema: z.literal('kcarve/lifetime/1'), ...lifetime.shape }),
  z.object({ schema: z.literal('kcarve/reuse-source/1'), ...sourceReuse.shape }),
  z.object({ schema: z.literal('kcarve/ledger/1'), ...ledger.shape }),
  z.object({
    schema: z.literal('kcarve/build-directory/2'),
    ...evidence,
    objDir: z.string(),
    tree: z.string().nullable(),
    sizes: z.array(sizeRow),
  }),
])

/** What a command has printed with --json, as far as a report shows it. */
export type KeptResult = z.infer<typeof keptResult>

/** Reads a command's JSON; throws FormatError, naming the field, for anything else, and for what another version printed. */
export function readKeptResult(text: string): KeptResult {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new FormatError('not JSON', { offset: 0, field: 'result' }, { cause })
  }
  const parsed = keptResult.safeParse(value)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const path = (issue?.path ?? []).map(String).join('.')
  const problem =
    path === 'schema' || path === ''
      ? (otherVersion(value) ?? 'not what start, prove, boot, plan or reuse print with --json')
      : (issue?.message ?? 'not valid')
  throw new FormatError(problem, { offset: 0, field: path === '' ? 'schema' : path })
}

/** What to say of a schema that is read, but not in the version it has. */
function otherVersion(value: unknown): string | undefined {
  const schema = z.object({ schema: z.string() }).safeParse(value).data?.schema ?? ''
  const prefix = /^kcarve\/[a-z-]{1,30}\/(?=\d{1,6}$)/.exec(schema)?.[0]
  const current = keptResult.options
    .map(option => option.shape.schema.value)
    .find(name => prefix !== undefined && name.startsWith(prefix))
  return current === undefined
    ? undefined
    : `another version of kcarve printed ${schema}, this one reads ${current}: run the command again`
}
