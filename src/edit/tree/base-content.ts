// SPDX-License-Identifier: GPL-2.0-only
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { digestOf, originalPath, type PhasedRecord } from './record.js'
import { ignoreMissing } from './tree-paths.js'

export interface BaseContent {
  /** What the edits address: the file before they were made, where a record tells, else the file as it is. */
  readonly original: Uint8Array
  /** What the file holds; of an operation that was cut off, what it will hold once that is undone. */
  readonly current: Uint8Array
  /** Permission bits. */
  readonly mode: number
}

/** Reads an existing file of the tree, looking through an apply that is in place or was cut off. */
export async function readBase(
  root: string,
  path: string,
  recorded: PhasedRecord | undefined,
): Promise<BaseContent> {
  const current = await readFile(join(root, path))
  const mode = (await stat(join(root, path))).mode & 0o7777
  const entry = recorded?.record.files.find(file => file.path === path)
  if (recorded === undefined || entry === undefined || digestOf(current) !== entry.newDigest) {
    return { original: current, current, mode }
  }
  const original = await readFile(originalPath(root, entry.original)).catch(ignoreMissing)
  if (original === undefined || digestOf(original) !== entry.oldDigest) {
    return { original: current, current, mode }
  }
  return { original, current: recorded.phase === 'applied' ? current : original, mode }
}
