// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { ToolError } from '../../core/errors.js'
import { ignoreMissing, isInside } from './tree-paths.js'

/**
 * Where a tree keeps what is needed to take edits back: a directory for each recipe that is applied, by its name, with the
 * originals. At most one of the three record files exists in it: its name is the phase, so that one rename ends an
 * operation. Version 0.1.0 knew one recipe, and kept its record and originals in this directory itself.
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
  /** Higher than that of all that was applied before. */
  layer: z.number().int().nonnegative().default(0),
})

/** What an apply did, or is about to do. Digests are SHA-256 in hexadecimal, paths relative to the tree. */
export type TreeRecord = z.infer<typeof schema>

export interface PhasedRecord {
  readonly phase: Phase
  readonly record: TreeRecord
  /** Where the record is, and its originals; absolute. */
  readonly directory: string
}

export const statePath = (root: string, ...names: readonly string[]): string =>
  join(root, STATE_DIRECTORY, ...names)
/** The directory of a recipe's record. */
export const recordDirectory = (root: string, recipe: string): string => statePath(root, recipe)
export const recordPath = (directory: string, phase: Phase): string => join(directory, `${phase}.json`)
export const originalPath = (directory: string, name: string): string => join(directory, 'originals', name)
export const stagedPath = (directory: string, name: string): string => join(directory, 'staged', name)

export const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** Digest of a file, undefined when there is none. */
export async function digestOfFile(path: string): Promise<string | undefined> {
  const bytes = await readFile(path).catch(ignoreMissing)
  return bytes === undefined ? undefined : digestOf(bytes)
}

/** What is applied to a tree, or was being applied or reverted, in that order. Throws ToolError when it cannot be understood. */
export async function readRecords(root: string): Promise<PhasedRecord[]> {
  const records: PhasedRecord[] = []
  for (const directory of await recordDirectories(root)) {
    // A second look, because an operation that is running may rename the record between two reads.
    const recorded = (await readOnce(root, directory)) ?? (await readOnce(root, directory))
    if (recorded !== undefined) records.push(recorded)
  }
  return records.sort(({ record: a }, { record: b }) => a.layer - b.layer)
}

/** The directories that may have a record, absolute; that of 0.1.0 first. */
export async function recordDirectories(root: string): Promise<string[]> {
  const top = statePath(root)
  const entries = (await readdir(top, { withFileTypes: true }).catch(ignoreMissing)) ?? []
  const names = entries.filter(entry => entry.isDirectory()).map(({ name }) => name)
  return [top, ...names.filter(name => !OF_ITS_OWN.includes(name)).map(name => join(top, name))]
}

/** Directories beside a record that have none. */
const OF_ITS_OWN = ['originals', 'staged']

async function readOnce(root: string, directory: string): Promise<PhasedRecord | undefined> {
  for (const phase of PHASES) {
    const path = recordPath(directory, phase)
    const text = await readFile(path, 'utf8').catch(ignoreMissing)
    if (text === undefined) continue
    try {
      const record = schema.parse(JSON.parse(text))
      const isAtHome = directory === statePath(root) || directory === recordDirectory(root, record.recipe)
      if (!isAtHome) throw new Error(`it is of ${record.recipe}`)
      return { phase, record, directory }
    } catch (cause) {
      throw new ToolError(`${path} is damaged, or of a newer version of this tool`, {
        cause,
        hint: 'the saved originals are beside it, in originals/',
      })
    }
  }
  return undefined
}
