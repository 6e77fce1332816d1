// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { ToolError } from '../../core/errors.js'
import { ignoreMissing, isInside } from './tree-paths.js'

/**
 * Where a tree keeps what is needed to take the edits back. At most one of the three record files exists: its name is the
 * phase, so that one rename ends an operation.
 */
export const STATE_DIRECTORY = '.kcarve'

export type Phase = 'applying' | 'applied' | 'reverting'

const PHASES: readonly Phase[] = ['applying', 'applied', 'reverting']

/** Relative to the tree, and in it: a tree, with what it holds, may come from anywhere. */
const path = z.string().refine(isInside, 'not a path in the tree')
/** Name of a saved original. */
const name = z.string().regex(/^[0-9a-f]{64}(?:-\d+)?$/)

const schema = z.object({
  format: z.literal(1),
  recipe: z.string(),
  version: z.string(),
  parameters: z.record(z.string(), z.array(z.string())).default({}),
  /** ISO 8601. */
  startedAt: z.string(),
  files: z.array(
    z.object({
      path,
      oldDigest: z.string(),
      newDigest: z.string(),
      /** Name of the saved original, which starts with its digest. */
      original: name,
    }),
  ),
  newFiles: z.array(z.object({ path, digest: z.string() })),
  /** Directories made for new files, outermost first. */
  directories: z.array(path),
})

/** What an apply did, or is about to do. Digests are SHA-256 in hexadecimal, paths relative to the tree. */
export type TreeRecord = z.infer<typeof schema>

export interface PhasedRecord {
  readonly phase: Phase
  readonly record: TreeRecord
}

export const statePath = (root: string, ...names: readonly string[]): string =>
  join(root, STATE_DIRECTORY, ...names)
export const recordPath = (root: string, phase: Phase): string => statePath(root, `${phase}.json`)
export const originalPath = (root: string, name: string): string => statePath(root, 'originals', name)
export const stagedPath = (root: string, name: string): string => statePath(root, 'staged', name)

export const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** Digest of a file, undefined when there is none. */
export async function digestOfFile(path: string): Promise<string | undefined> {
  const bytes = await readFile(path).catch(ignoreMissing)
  return bytes === undefined ? undefined : digestOf(bytes)
}

/** The tree's record, undefined when nothing is applied. Throws ToolError when it cannot be understood. */
export async function readRecord(root: string): Promise<PhasedRecord | undefined> {
  // A second look, because an operation that is running may rename the record between two reads.
  return (await readOnce(root)) ?? (await readOnce(root))
}

async function readOnce(root: string): Promise<PhasedRecord | undefined> {
  for (const phase of PHASES) {
    const path = recordPath(root, phase)
    const text = await readFile(path, 'utf8').catch(ignoreMissing)
    if (text === undefined) continue
    try {
      return { phase, record: schema.parse(JSON.parse(text)) }
    } catch (cause) {
      throw new ToolError(`${path} is damaged, or of a newer version of this tool`, {
        cause,
        hint: 'the saved originals are beside it, in originals/',
      })
    }
  }
  return undefined
}
