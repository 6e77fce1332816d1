// SPDX-License-Identifier: GPL-2.0-only
import { stat } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { ToolError } from '../../core/errors.js'
import type { Disk } from './disk.js'
import { digestOfFile, originalPath, type PhasedRecord, type TreeRecord } from './record.js'
import { hasEntry, ignoreMissing, missingDirectories } from './tree-paths.js'

export interface Restored {
  /** Directories of ours that stay because they hold files which are not. */
  readonly keptDirectories: readonly string[]
}

/**
 * Puts a tree back to what it was before the recorded apply, from whatever point that, or its revert, has come to.
 * Can be cut off anywhere and run again. Throws ToolError, having changed nothing, when a file holds something that
 * would be lost.
 */
export async function restoreOriginals(root: string, recorded: PhasedRecord, disk: Disk): Promise<Restored> {
  await refuseToLose(root, recorded)
  const { record, directory: home } = recorded
  for (const { path, oldDigest, original } of record.files) {
    const target = join(root, path)
    const saved = originalPath(home, original)
    if (!(await hasEntry(saved))) continue
    // Renaming one name of a file onto another name of it does nothing, so the saved name would stay.
    if ((await digestOfFile(target)) === oldDigest) await disk.remove(saved)
    else await disk.rename(saved, target)
  }
  for (const { path } of record.newFiles) {
    if (await hasEntry(join(root, path))) await disk.remove(join(root, path))
  }
  const keptDirectories: string[] = []
  for (const directory of record.directories.toReversed()) {
    if (!(await disk.removeDirectory(join(root, directory)))) keptDirectories.unshift(directory)
  }
  for (const directory of new Set(record.files.map(({ path }) => dirname(join(root, path))))) {
    if (await hasEntry(directory)) await disk.sync(directory)
  }
  return { keptDirectories }
}

/** Recorded files whose content is neither the original nor ours. */
async function foreignChanges(root: string, record: TreeRecord): Promise<string[]> {
  const changed: string[] = []
  for (const { path, oldDigest, newDigest } of record.files) {
    const digest = await digestOfFile(join(root, path))
    if (digest !== undefined && digest !== oldDigest && digest !== newDigest) changed.push(path)
  }
  for (const { path, digest } of record.newFiles) {
    const found = await digestOfFile(join(root, path))
    if (found !== undefined && found !== digest) changed.push(path)
  }
  return changed
}

/** Throws ToolError when restoring would lose a change, lead outside the tree, or cannot be finished. */
export async function refuseToLose(root: string, { record, directory }: PhasedRecord): Promise<void> {
  const paths = [...record.files, ...record.newFiles].map(({ path }) => path)
  for (const path of [...paths, ...record.directories]) await missingDirectories(root, path)
  const changed = await foreignChanges(root, record)
  if (changed.length > 0) {
    throw new ToolError(`changed since the edits were applied: ${changed.join(', ')}`, {
      hint: `save your changes elsewhere and undo them, then run it again; originals are in ${relative(root, directory)}/originals`,
    })
  }
  const lost: string[] = []
  for (const { path, oldDigest, original } of record.files) {
    if ((await digestOfFile(join(root, path))) === oldDigest) continue
    const isThere = (await stat(originalPath(directory, original)).catch(ignoreMissing)) !== undefined
    if (!isThere || (await digestOfFile(originalPath(directory, original))) !== oldDigest) lost.push(path)
  }
  if (lost.length > 0) {
    throw new ToolError(`the saved original is missing or damaged: ${lost.join(', ')}`, {
      hint: 'take these files from the source of the tree; then run it again',
    })
  }
}
