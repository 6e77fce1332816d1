// SPDX-License-Identifier: GPL-2.0-only
import { readdir, rm, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { inParallel } from '../../core/in-parallel.js'

/** What may be kept of what was compiled: some thousands of objects. */
export const MOST_KEPT = 512 * 2 ** 20

/** Notes that kept files have been of use now: their time of modification stands for it. */
export async function markUsed(...paths: readonly string[]): Promise<void> {
  const now = new Date()
  for (const path of paths) await utimes(path, now, now).catch(() => undefined)
}

/**
 * Removes files below a directory, those first that were of use longest ago, until the others have at most so many bytes. What
 * cannot be removed stays: it is only tidying.
 */
export async function removeLongUnused(directory: string, most: number): Promise<void> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch(() => [])
  const paths = entries
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath ?? entry.path, entry.name))
  // Another run may remove some at the same time.
  const found = await inParallel(paths, path =>
    stat(path).then(
      ({ size, mtimeMs }) => ({ path, size, mtimeMs }),
      () => undefined,
    ),
  )
  const files = found.filter(file => file !== undefined).sort((a, b) => b.mtimeMs - a.mtimeMs)
  let kept = 0
  for (const { path, size } of files) {
    kept += size
    if (kept > most) await rm(path, { force: true }).catch(() => undefined)
  }
}
