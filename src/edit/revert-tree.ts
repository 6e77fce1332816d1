// SPDX-License-Identifier: GPL-2.0-only
import { join } from 'node:path'
import { ToolError } from '../core/errors.js'
import { openTreeDisk, recover, type TreeOptions } from './recover.js'
import { withLock } from './tree/lock.js'
import { type PhasedRecord, readRecords, recordPath, statePath } from './tree/record.js'
import { refuseToLose } from './tree/restore.js'
import { hasEntry, resolveRoot } from './tree/tree-paths.js'

export interface RevertOptions extends TreeOptions {
  /** The name of the recipe; without one, of what was applied last. */
  readonly recipe?: string | undefined
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
 * Takes the recorded edits of a recipe back: content, mode, owner and time of every file are what they were, for the files
 * themselves were kept. Throws ToolError, having changed nothing, that names files changed since apply, or the recipe that
 * was applied on top and has to go first.
 */
export async function revertTree(root: string, options: RevertOptions = {}): Promise<RevertResult> {
  const tree = await resolveRoot(root)
  const nothing: RevertResult = { state: 'clean', files: [], newFiles: [], keptDirectories: [] }
  if (!(await hasEntry(statePath(tree)))) return nothing
  const disk = await openTreeDisk(tree, options)
  return withLock(tree, 'revert', async () => {
    const before = recordOf(await readRecords(tree), options.recipe)
    const recovery = await recover(tree, disk)
    if (before === undefined) return nothing
    const { keptDirectories } = before.phase === 'applied' ? await takeBack(tree, before, disk) : recovery
    const files = before.record.files.map(({ path }) => path)
    if (options.touch === true) for (const path of files) await disk.touch(join(tree, path))
    const newFiles = before.record.newFiles.map(({ path }) => path)
    return { state: 'reverted', files, newFiles, keptDirectories }
  })
}

const recordOf = (records: readonly PhasedRecord[], recipe: string | undefined): PhasedRecord | undefined =>
  recipe === undefined ? records.at(-1) : records.find(({ record }) => record.recipe === recipe)

async function takeBack(
  root: string,
  recorded: PhasedRecord,
  disk: Awaited<ReturnType<typeof openTreeDisk>>,
) {
  const { directory } = recorded
  refuseBelow(root, recorded, await readRecords(root))
  await refuseToLose(root, recorded)
  await disk.rename(recordPath(directory, 'applied'), recordPath(directory, 'reverting'))
  await disk.sync(directory)
  return recover(root, disk)
}

/** A recipe whose files another one has edited since, or put files beside, has to wait for that. */
function refuseBelow(root: string, { record }: PhasedRecord, records: readonly PhasedRecord[]): void {
  const paths = new Set([...record.files, ...record.newFiles].map(({ path }) => path))
  const isInOurs = (path: string) => record.directories.some(directory => path.startsWith(`${directory}/`))
  for (const { record: other } of records.toReversed()) {
    if (other.layer <= record.layer) return
    const edited = other.files.filter(({ path }) => paths.has(path))
    const shared = [...edited, ...other.newFiles.filter(({ path }) => isInOurs(path))]
    if (shared.length === 0) continue
    throw new ToolError(
      `${other.recipe} was applied after ${record.recipe} and changes ${shared.map(({ path }) => path).join(', ')} too: it has to go first`,
      { hint: `kcarve revert ${root} --recipe ${other.recipe}` },
    )
  }
}
