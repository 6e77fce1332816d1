// SPDX-License-Identifier: GPL-2.0-only
import {
  chmod,
  chown,
  copyFile,
  link,
  mkdir,
  open,
  rename,
  rm,
  rmdir,
  stat,
  unlink,
  utimes,
} from 'node:fs/promises'
import { diskError } from '../../core/disk-error.js'

export interface DiskOptions {
  /** Called before each operation that changes the disk, with its name and path. */
  readonly onStep?: ((step: string) => void) | undefined
  /** Whom new files belong to, when we may choose (as root). */
  readonly owner?: Owner | undefined
}

export interface Owner {
  readonly uid: number
  readonly gid: number
}

/** What changes the disk, one operation a call. Rejects with ToolError naming operation, path and cause. */
export interface Disk {
  makeDirectory(path: string): Promise<void>
  /** Writes a file that is not there yet, down to the disk. */
  write(
    path: string,
    bytes: Uint8Array,
    how: { readonly mode: number; readonly owner?: Owner | undefined },
  ): Promise<void>
  /** A second name for a file; where the file system or its owner forbids that, a copy with mode and time. */
  save(path: string, as: string): Promise<void>
  rename(from: string, to: string): Promise<void>
  remove(path: string): Promise<void>
  /** Removes a file or directory with all it holds, if it is there. */
  removeAll(path: string): Promise<void>
  /** False when the directory is not empty. */
  removeDirectory(path: string): Promise<boolean>
  /** Sets a file's modification time to now. */
  touch(path: string): Promise<void>
  /** Makes the directory's entries last through a power failure. */
  sync(directory: string): Promise<void>
}

export function openDisk({ onStep, owner }: DiskOptions = {}): Disk {
  const step = async <T>(name: string, path: string, work: () => Promise<T>): Promise<T> => {
    onStep?.(`${name} ${path}`)
    return work().catch(cause => {
      throw diskError(name, path, cause)
    })
  }
  return {
    makeDirectory: path =>
      step('make', path, async () => {
        await mkdir(path)
        await giveTo(path, owner)
      }),
    write: (path, bytes, how) =>
      step('write', path, async () => {
        const file = await open(path, 'wx', 0o600)
        try {
          await file.writeFile(bytes)
          await giveTo(path, how.owner ?? owner)
          await file.chmod(how.mode)
          await file.sync()
        } finally {
          await file.close()
        }
      }),
    save: (path, as) =>
      step('save', path, async () => {
        await link(path, as).catch(() => copyWithTimes(path, as))
      }),
    rename: (from, to) => step('write', to, () => rename(from, to)),
    remove: path => step('remove', path, () => unlink(path)),
    removeAll: path => step('remove', path, () => rm(path, { recursive: true, force: true })),
    removeDirectory: path =>
      step('remove', path, () =>
        rmdir(path).then(
          () => true,
          (error: NodeJS.ErrnoException) => {
            if (error.code === 'ENOTEMPTY' || error.code === 'EEXIST') return false
            if (error.code === 'ENOENT') return true
            throw error
          },
        ),
      ),
    touch: path => step('touch', path, () => utimes(path, new Date(), new Date())),
    sync: directory =>
      step('sync', directory, async () => {
        const handle = await open(directory, 'r')
        // Some file systems cannot sync a directory; they have no way to lose its entries either, or no help for it.
        await handle.sync().catch(() => undefined)
        await handle.close()
      }),
  }
}

async function giveTo(path: string, owner: Owner | undefined): Promise<void> {
  if (owner === undefined) return
  // Only root may give files away; otherwise they are the user's own, as with any editor.
  await chown(path, owner.uid, owner.gid).catch(() => undefined)
}

async function copyWithTimes(path: string, as: string): Promise<void> {
  const { mode, uid, gid, atime, mtime } = await stat(path)
  await copyFile(path, as)
  await giveTo(as, { uid, gid })
  await chmod(as, mode & 0o7777)
  await utimes(as, atime, mtime)
  const copy = await open(as, 'r')
  await copy.sync().finally(() => copy.close())
}
