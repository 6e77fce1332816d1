// SPDX-License-Identifier: GPL-2.0-only
import { join } from 'node:path'
import { openTreeDisk, recover, type TreeOptions } from './recover.js'
import { withLock } from './tree/lock.js'
import { readRecord, recordPath, statePath } from './tree/record.js'
import { refuseToLose } from './tree/restore.js'
import { hasEntry, resolveRoot } from './tree/tree-paths.js'

export interface RevertOptions extends TreeOptions {
  /**
   * Gives the files today's time instead of their old one, so that make sees them change where objects of the edited
   * tree are around.
   */
  readonly touch?: boolean | undefined
}

export interface RevertResult {
  /** clean: nothing was recorded as applied, nothing was written. */
  readonly state: 'reverted' | 'clean'
  /** Files that hold their original content again. */
  readonly files: readonly string[]
  /** New files that were removed. */
  readonly newFiles: readonly string[]
  /** Directories made by apply that stay because they hold other files, build products for instance. */
  readonly keptDirectories: readonly string[]
}

/**
 * Takes the recorded edits back: content, mode, owner and time of every file are what they were, for the files
 * themselves were kept. Throws ToolError, having changed nothing, that names files changed since apply.
 */
export async function revertTree(root: string, options: RevertOptions = {}): Promise<RevertResult> {
  const tree = await resolveRoot(root)
  const nothing: RevertResult = { state: 'clean', files: [], newFiles: [], keptDirectories: [] }
  if (!(await hasEntry(statePath(tree)))) return nothing
  const disk = await openTreeDisk(tree, options)
  return withLock(tree, 'revert', async () => {
    const recorded = await readRecord(tree)
    if (recorded?.phase === 'applied') {
      await refuseToLose(tree, recorded.record)
      await disk.rename(recordPath(tree, 'applied'), recordPath(tree, 'reverting'))
      await disk.sync(statePath(tree))
    }
    const { keptDirectories } = await recover(tree, disk)
    if (recorded === undefined) return nothing
    const files = recorded.record.files.map(({ path }) => path)
    if (options.touch === true) for (const path of files) await disk.touch(join(tree, path))
    const newFiles = recorded.record.newFiles.map(({ path }) => path)
    return { state: 'reverted', files, newFiles, keptDirectories }
  })
}
