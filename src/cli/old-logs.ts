// SPDX-License-Identifier: GPL-2.0-only
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'

const KEPT_RUNS = 30

/** Removes the logs of all but the latest runs. What cannot be removed stays: it is only tidying. */
export async function removeOldLogs(cacheDir: string): Promise<void> {
  const directory = join(cacheDir, 'logs')
  // Their names start with the time.
  const runs = (await readdir(directory).catch(() => [])).sort()
  for (const name of runs.slice(0, -KEPT_RUNS)) {
    await rm(join(directory, name), { recursive: true, force: true }).catch(() => undefined)
  }
}
