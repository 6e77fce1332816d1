// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/**
 * Returns the directory, which `fill` makes when it is not there: beside its place first, so that one that is there is
 * whole, whatever interrupted us. What ended processes have left half made is removed.
 */
export async function cachedDirectory(
  directory: string,
  fill: (partial: string) => Promise<void>,
): Promise<string> {
  if (await exists(directory)) return directory
  const parent = dirname(directory)
  await mkdir(parent, { recursive: true })
  await removeLeftOvers(parent, `${basename(directory)}.partial-`)
  const partial = `${directory}.partial-${process.pid}`
  try {
    await mkdir(partial)
    await fill(partial)
    await rename(partial, directory)
  } finally {
    await rm(partial, { recursive: true, force: true })
  }
  return directory
}

async function removeLeftOvers(parent: string, prefix: string): Promise<void> {
  for (const name of await readdir(parent)) {
    if (!name.startsWith(prefix)) continue
    const pid = name.slice(prefix.length)
    if (pid !== `${process.pid}` && (await exists(`/proc/${pid}`))) continue
    await rm(join(parent, name), { recursive: true, force: true })
  }
}

const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  )
