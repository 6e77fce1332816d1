// SPDX-License-Identifier: GPL-2.0-only
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type Disk, type DiskOptions, openDisk } from './tree/disk.js'
import { readRecords, recordDirectories, recordPath, statePath } from './tree/record.js'
import { restoreOriginals } from './tree/restore.js'
import { ignoreMissing } from './tree/tree-paths.js'

export interface TreeOptions {
  /** Called before each operation that changes the disk, with its name and path. */
  readonly onStep?: ((step: string) => void) | undefined
}

export interface Recovery {
  /** What had been cut off; in both cases its edits are taken back. */
  readonly undone?: 'apply' | 'revert' | undefined
  readonly keptDirectories: readonly string[]
}

/**
 * Takes back the edits of an apply or revert that was cut off, for callers that hold the lock. Throws ToolError when
 * somebody has changed the files since.
 */
export async function recover(root: string, disk: Disk): Promise<Recovery> {
  const cutOff = (await readRecords(root)).filter(({ phase }) => phase !== 'applied').reverse()
  const keptDirectories: string[] = []
  for (const recorded of cutOff) {
    keptDirectories.push(...(await restoreOriginals(root, recorded, disk)).keptDirectories)
    await disk.remove(recordPath(recorded.directory, recorded.phase))
  }
  await tidy(root, disk)
  const [first] = cutOff
  return { undone: first && (first.phase === 'applying' ? 'apply' : 'revert'), keptDirectories }
}

/** Files that root makes belong to the owner of the tree, who could not revert otherwise. */
export async function openTreeDisk(root: string, options: TreeOptions): Promise<Disk> {
  const diskOptions: DiskOptions = { ...options }
  if (process.geteuid?.() !== 0) return openDisk(diskOptions)
  const { uid, gid } = await stat(root)
  return openDisk({ ...diskOptions, owner: { uid, gid } })
}

/** Removes from the state directory what an operation that was cut off has left, and what belongs to nothing applied. */
async function tidy(root: string, disk: Disk): Promise<void> {
  const applied = new Set((await readRecords(root)).map(({ directory }) => directory))
  const top = statePath(root)
  for (const directory of await recordDirectories(root)) {
    const names = await namesIn(directory)
    const doomed = names.filter(name => isLeftOver(name) || (name === 'originals' && !applied.has(directory)))
    for (const name of doomed) await disk.removeAll(join(directory, name))
    if (directory !== top && !applied.has(directory)) await disk.removeDirectory(directory)
  }
  const left = await namesIn(top)
  if (left.every(name => name === 'lock' || name === '.gitignore') && left.includes('.gitignore')) {
    await disk.remove(join(top, '.gitignore'))
  }
}

const isLeftOver = (name: string) =>
  name === 'staged' || name === 'lock.takeover' || name.endsWith('.json.new')

const namesIn = async (directory: string): Promise<string[]> =>
  (await readdir(directory).catch(ignoreMissing)) ?? []
