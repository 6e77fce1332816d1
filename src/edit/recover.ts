// SPDX-License-Identifier: GPL-2.0-only
import { readdir, stat } from 'node:fs/promises'
import { type Disk, type DiskOptions, openDisk } from './tree/disk.js'
import { readRecord, recordPath, statePath } from './tree/record.js'
import { type Restored, restoreOriginals } from './tree/restore.js'
import { ignoreMissing } from './tree/tree-paths.js'

export interface TreeOptions {
  /** Called before each operation that changes the disk, with its name and path. */
  readonly onStep?: ((step: string) => void) | undefined
}

export interface Recovery {
  /** What had been cut off; in both cases the tree is now as it was before apply. */
  readonly undone?: 'apply' | 'revert' | undefined
  readonly keptDirectories: readonly string[]
}

/**
 * Repairs a tree where apply or revert was interrupted: undoes the edits. The caller holds the lock.
 * Throws ToolError when somebody has changed the files since.
 */
export async function recover(root: string, disk: Disk): Promise<Recovery> {
  const recorded = await readRecord(root)
  let restored: Restored = { keptDirectories: [] }
  if (recorded !== undefined && recorded.phase !== 'applied') {
    restored = await restoreOriginals(root, recorded.record, disk)
    await disk.remove(recordPath(root, recorded.phase))
  }
  await tidy(root, disk)
  const undone = { applying: 'apply', reverting: 'revert', applied: undefined } as const
  return { ...restored, undone: recorded && undone[recorded.phase] }
}

/** Files that root makes belong to the owner of the tree, who could not revert otherwise. */
export async function openTreeDisk(root: string, options: TreeOptions): Promise<Disk> {
  const diskOptions: DiskOptions = { ...options }
  if (process.geteuid?.() !== 0) return openDisk(diskOptions)
  const { uid, gid } = await stat(root)
  return openDisk({ ...diskOptions, owner: { uid, gid } })
}

/** Removes from the state directory what an operation that was cut off has left, and all of it when nothing is applied. */
async function tidy(root: string, disk: Disk): Promise<void> {
  const isApplied = (await readRecord(root)) !== undefined
  const names = (await readdir(statePath(root)).catch(ignoreMissing)) ?? []
  const doomed = names.filter(
    name =>
      name === 'staged' ||
      name.endsWith('.json.new') ||
      name === 'lock.takeover' ||
      (name === 'originals' && !isApplied),
  )
  for (const name of doomed) await disk.removeAll(statePath(root, name))
  const isEmpty = names.every(name => doomed.includes(name) || name === 'lock' || name === '.gitignore')
  if (isEmpty && names.includes('.gitignore')) await disk.remove(statePath(root, '.gitignore'))
}
