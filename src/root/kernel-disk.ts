// SPDX-License-Identifier: GPL-2.0-only
import { cp, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { type GuestEntriesOptions, guestDirectory, guestEntries } from '../vm/index.js'
import { imageOfDirectory } from './disk-image.js'

export interface KernelDiskOptions extends GuestEntriesOptions {
  /** A directory with lib/modules/RELEASE in it; what else the disk holds is put into it. */
  readonly modulesRoot: string
  /** The image. */
  readonly path: string
  readonly logPath?: string | undefined
}

/** Makes the disk that a kernel brings to a root: its modules, and what every guest has. */
export async function makeKernelDisk(options: KernelDiskOptions): Promise<void> {
  const { modulesRoot, path, logPath, signal } = options
  for (const entry of await guestEntries(options)) {
    if (entry.type !== 'file') continue
    const target = join(modulesRoot, relative('kcarve', entry.path))
    await mkdir(dirname(target), { recursive: true })
    await writeFile(target, entry.data, { mode: entry.mode })
  }
  await cp(join(guestDirectory, 'root'), join(modulesRoot, 'root'), { recursive: true })
  for (const name of await readdir(join(guestDirectory, 'root/checks'))) {
    const check = await readFile(join(guestDirectory, 'root/checks', name))
    await writeFile(join(modulesRoot, 'checks', name), check, { mode: 0o755 })
  }
  const megabytes = Math.ceil((await sizeOf(modulesRoot)) / (1 << 20))
  // Block tails, inodes and a journal.
  const size = `${64 + Math.ceil(megabytes * 1.25)}M`
  await imageOfDirectory({ directory: modulesRoot, image: path, size, logPath, signal })
}

async function sizeOf(directory: string): Promise<number> {
  let bytes = 0
  for (const item of await readdir(directory, { withFileTypes: true })) {
    const path = join(directory, item.name)
    if (item.isDirectory()) bytes += await sizeOf(path)
    else if (item.isFile()) bytes += (await stat(path)).size
  }
  return bytes
}
