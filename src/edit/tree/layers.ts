// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { digestOf, originalPath, type PhasedRecord } from './record.js'
import { ignoreMissing } from './tree-paths.js'

/** A tree as a recipe sees it that others may have been applied on top of. */
export interface Layers {
  /** The recipe's own record, if it has one. */
  readonly own: PhasedRecord | undefined
  /** What is to be looked through to see the tree as the recipe left it, topmost first. */
  readonly above: readonly PhasedRecord[]
}

/** A recipe without a record comes on top of all that is applied; only what was cut off is looked through, as it will be undone. */
export function layersOf(records: readonly PhasedRecord[], recipe: string): Layers {
  const own = records.find(({ record }) => record.recipe === recipe)
  const isAbove = ({ phase, record }: PhasedRecord) =>
    phase !== 'applied' || (own !== undefined && record.layer > own.record.layer)
  return { own, above: records.filter(each => each !== own && isAbove(each)).reverse() }
}

/** A file of the tree without what was put on top of it; undefined when there is none. */
export async function readBelow(
  root: string,
  path: string,
  above: readonly PhasedRecord[],
): Promise<Uint8Array | undefined> {
  let content: Uint8Array | undefined = await readFile(join(root, path)).catch(ignoreMissing)
  for (const recorded of above) {
    if (content !== undefined) content = (await savedOriginal(path, content, recorded)) ?? content
  }
  return content
}

/** What the file held before the recorded edits; undefined when they are not what made this content, or the original is lost. */
export async function savedOriginal(
  path: string,
  content: Uint8Array,
  { record, directory }: PhasedRecord,
): Promise<Uint8Array | undefined> {
  const entry = record.files.find(file => file.path === path)
  if (entry === undefined || digestOf(content) !== entry.newDigest) return undefined
  const original = await readFile(originalPath(directory, entry.original)).catch(ignoreMissing)
  return original !== undefined && digestOf(original) === entry.oldDigest ? original : undefined
}
