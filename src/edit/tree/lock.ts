// SPDX-License-Identifier: GPL-2.0-only
import { lstat, mkdir, rm, rmdir } from 'node:fs/promises'
import { diskError } from '../../core/disk-error.js'
import { ToolError } from '../../core/errors.js'
import { type LockHolder, liveHolder, takeLock } from '../../core/lock-file.js'
import { STATE_DIRECTORY, statePath } from './record.js'

/** Who works on a tree. */
export type TreeHolder = LockHolder & { readonly doing: 'apply' | 'revert' }

/**
 * Runs the work with the tree locked; its state directory exists meanwhile. Throws ToolError, saying who holds the lock,
 * when another process does. The lock of a process that has ended is taken over.
 */
export async function withLock<T>(
  root: string,
  doing: TreeHolder['doing'],
  work: () => Promise<T>,
): Promise<T> {
  const lock = lockOf(root)
  try {
    await takeLock(lock, doing, {
      where: 'on this tree',
      makeDirectory: () => makeStateDirectory(root),
    })
    try {
      return await work()
    } finally {
      await rm(lock, { force: true })
    }
  } finally {
    // Stays when it holds something.
    await rmdir(statePath(root)).catch(() => undefined)
  }
}

/** The live process that works on the tree, if any. */
export async function readLockHolder(root: string): Promise<TreeHolder | undefined> {
  const holder = await liveHolder(lockOf(root))
  return holder && { ...holder, doing: holder.doing === 'revert' ? 'revert' : 'apply' }
}

const lockOf = (root: string) => statePath(root, 'lock')

async function makeStateDirectory(root: string): Promise<void> {
  const directory = statePath(root)
  await mkdir(directory).catch(async (cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'EEXIST') {
      throw diskError('write in', root, cause)
    }
    if (!(await lstat(directory)).isDirectory())
      throw new ToolError(`${STATE_DIRECTORY} is in the way`, { cause })
  })
}
