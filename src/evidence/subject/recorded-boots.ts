// SPDX-License-Identifier: GPL-2.0-only
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { FormatError, UsageError } from '../../core/errors.js'
import { inFile } from '../../core/in-file.js'
import { loadFile } from '../../core/load-file.js'
import type { BootedServices } from '../../features/standalone-crypto/services/index.js'

const algorithm = z.object({
  name: z.string(),
  driver: z.string(),
  module: z.string(),
  priority: z.number(),
  refcnt: z.number().default(0),
  selftest: z.string(),
  internal: z.boolean(),
  fips: z.boolean().nullish().transform(orNull),
  type: z.string(),
  /** What earlier versions printed lacks these. */
  approved: z.boolean().nullish().transform(orNull),
  parameters: z.record(z.string(), z.string()).default({}),
})

const result = z.object({
  schema: z.enum(['kcarve/boot/2', 'kcarve/start/2', 'kcarve/prove/2']),
  boots: z.array(
    z.object({
      kernel: z.enum(['stock', 'carved']),
      scenario: z.string(),
      module: z.object({ version: z.string(), hmac: z.string() }).nullish(),
      algorithms: z.array(algorithm),
    }),
  ),
})

function orNull<T>(value: T | null | undefined): T | null {
  return value ?? null
}

/**
 * The boots of carved kernels in what `boot`, `start` or `prove` has printed with --json, or kept among its logs. Throws UsageError for
 * what cannot be read or has no such boot, FormatError for other JSON.
 */
export async function recordedBoots(path: string, kept: string): Promise<BootedServices[]> {
  const isDirectory = (await stat(path).catch(() => undefined))?.isDirectory() === true
  const file = isDirectory ? join(path, kept) : path
  const text = (await loadFile(file)).toString()
  const boots = inFile(file, () => readBoots(text))
  const carved = boots.filter(({ kernel, algorithms }) => kernel === 'carved' && algorithms.length > 0)
  if (carved.length === 0) throw new UsageError(`${file}: no boot of a carved kernel is in it`)
  return carved.map(({ scenario, module, algorithms }) => ({ scenario, hmac: module?.hmac, algorithms }))
}

/** @internal */
export function readBoots(text: string): z.infer<typeof result>['boots'] {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new FormatError('not JSON', { offset: 0, field: 'result' }, { cause })
  }
  const parsed = result.safeParse(value)
  if (parsed.success) return parsed.data.boots
  const issue = parsed.error.issues[0]
  const field = (issue?.path ?? []).map(String).join('.')
  const isOther = field === 'schema' || field === ''
  throw new FormatError(
    isOther ? 'not what boot, start or prove print with --json' : (issue?.message ?? 'not valid'),
    { offset: 0, field: field === '' ? 'schema' : field },
  )
}
