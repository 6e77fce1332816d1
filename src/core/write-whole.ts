// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { UsageError } from './errors.js'
import { exists, isDirectory } from './exists.js'

/** What names of half made things in a directory begin with. */
export const PARTIAL = '.kcarve-partial-'

/**
 * Makes a file, or a directory that is not there or is empty, whole or not at all: `fill` makes it under another name, which
 * is then changed. What ended processes have left half made there is removed. Throws UsageError for a directory in which there is
 * something.
 */
export async function writeWhole<T>(path: string, fill: (partial: string) => Promise<T>): Promise<T> {
  const isThere = await isDirectory(path)
  // A directory that is there stays the same one: it may be somebody's working directory, or a mount.
  const [place, prefix] = isThere ? [path, PARTIAL] : [dirname(path), `${basename(path)}.partial-`]
  await mkdir(place, { recursive: true })
  await removeLeftOvers(place, prefix)
  if (isThere && (await readdir(path)).length > 0) throw new UsageError(`${path} is not empty`)
  const partial = join(place, `${prefix}${process.pid}`)
  try {
    const result = await fill(partial)
    if (isThere) await moveUp(partial, path)
    else await rename(partial, path)
    return result
  } finally {
    await rm(partial, { recursive: true, force: true })
  }
}

async function moveUp(partial: string, directory: string): Promise<void> {
  for (const name of await readdir(partial)) await rename(join(partial, name), join(directory, name))
  await rmdir(partial)
}

async function removeLeftOvers(directory: string, prefix: string): Promise<void> {
  for (const name of await readdir(directory)) {
    const pid = name.slice(prefix.length)
    if (!name.startsWith(prefix) || !/^\d+$/.test(pid)) continue
    if (pid !== `${process.pid}` && (await exists(`/proc/${pid}`))) continue
    await rm(join(directory, name), { recursive: true, force: true })
  }
}
