// SPDX-License-Identifier: GPL-2.0-only
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'

const KEPT_RUNS = 30
const KEPT_DAYS = 30

/**
 * Removes the logs of all but the latest runs, and those older than a month; returns how many of the latter. What cannot be
 * removed stays: it is only tidying.
 */
export async function removeOldLogs(cacheDir: string, now = Date.now()): Promise<number> {
  const directory = join(cacheDir, 'logs')
  // Their names start with the time.
  const runs = (await readdir(directory).catch(() => [])).sort()
  const oldest = `${new Date(now - KEPT_DAYS * 24 * 60 * 60 * 1000).toISOString().slice(0, 10)}T`
  const old = runs.filter(name => /^\d{4}-\d\d-\d\dT/.test(name) && name < oldest)
  for (const name of new Set([...old, ...runs.slice(0, -KEPT_RUNS)])) {
    await rm(join(directory, name), { recursive: true, force: true }).catch(() => undefined)
  }
  return old.length
}
