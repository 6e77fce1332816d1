// SPDX-License-Identifier: GPL-2.0-only
import { z } from 'zod'
import { FormatError } from '../core/errors.js'

/** Name of the manifest in an archive, and of the file with its SHA-256. */
export const MANIFEST = 'manifest.json'
export const MANIFEST_DIGEST = 'manifest.json.sha256'

const digest = z.string().regex(/^[0-9a-f]{64}$/)
/** Below the archive, wherever that is. */
const path = z
  .string()
  .min(1)
  .refine(text => !text.startsWith('/') && !text.includes('\0') && !text.split('/').includes('..'), {
    message: 'not a path below the archive',
  })

const file = z.strictObject({
  path,
  /**
   * `source` and `generated` are what the compiler read, of the sources and of the build directory; `command` is what kbuild
   * kept of how an object was made, which is there as well. `own` are sources too: headers that nothing but the module reads.
   */
  role: z.enum([
    'module',
    'digest',
    'image',
    'symvers',
    'config',
    'makefile',
    'source',
    'own',
    'generated',
    'command',
    'object',
  ]),
  size: z.int().nonnegative(),
  sha256: digest,
})

const manifest = z.strictObject({
  schema: z.literal('kcarve/archive/1'),
  /** Version of kcarve that wrote it. */
  kcarve: z.string(),
  kernel: z.strictObject({ release: z.string(), config: digest }),
  modules: z
    .array(
      z.strictObject({
        name: z.string(),
        version: z.string().nullable(),
        /** Where it is in the archive. */
        file: path,
        sha256: digest,
        /** The digest beside it; null for a module that a distribution ships. */
        hmac: digest.nullable(),
        /** What it is linked from, in order. */
        objects: z.array(path).min(1),
        /** What is not as in the module when its sources are compiled; null when all is. */
        differs: z.string().nullable(),
      }),
    )
    .min(1),
  /** What was applied to the tree, as its record says; left out where it has none, and by earlier versions. */
  recipes: z
    .array(
      z.strictObject({
        recipe: z.string(),
        version: z.string(),
        /** Options of apply with their values. */
        parameters: z.record(z.string(), z.array(z.string())),
      }),
    )
    .min(1)
    .optional(),
  /** As Kconfig found them: the text the compiler tells of itself, versions as numbers. */
  tools: z.strictObject({ compiler: z.string(), assembler: z.string(), linker: z.string() }),
  files: z.array(file).min(1),
  /** What the compiler read that belongs to itself: digests only. */
  outside: z.array(z.strictObject({ path: z.string(), sha256: digest })),
})

export type ArchiveManifest = z.infer<typeof manifest>
export type ArchivedModule = ArchiveManifest['modules'][number]
export type ArchivedFile = z.infer<typeof file>

/** Reads a manifest; throws FormatError, naming the field, for what is none. */
export function readManifest(text: string): ArchiveManifest {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new FormatError('not JSON', { offset: 0, field: MANIFEST }, { cause })
  }
  const parsed = manifest.safeParse(value)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw new FormatError(issue?.message ?? 'not a manifest', {
    offset: 0,
    field: [MANIFEST, ...(issue?.path ?? [])].map(String).join('.'),
  })
}

export const writeManifest = (value: ArchiveManifest): string => `${JSON.stringify(value, null, 2)}\n`
