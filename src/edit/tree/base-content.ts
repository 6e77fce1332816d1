// SPDX-License-Identifier: GPL-2.0-only
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type Layers, readBelow, savedOriginal } from './layers.js'

export interface BaseContent {
  /** What the edits address: the file before they were made, where a record tells, else the file as it is. */
  readonly original: Uint8Array
  /** What the file holds; of an operation that was cut off, what it will hold once that is undone. */
  readonly current: Uint8Array
  /** Permission bits. */
  readonly mode: number
}

/** Reads an existing file of the tree, looking through an apply that is in place or was cut off, and what came on top of it. */
export async function readBase(root: string, path: string, { own, above }: Layers): Promise<BaseContent> {
  const mode = (await stat(join(root, path))).mode & 0o7777
  const current = (await readBelow(root, path, above)) ?? new Uint8Array()
  const original = own && (await savedOriginal(path, current, own))
  if (own === undefined || original === undefined) return { original: current, current, mode }
  return { original, current: own.phase === 'applied' ? current : original, mode }
}
