// SPDX-License-Identifier: GPL-2.0-only
import { rm } from 'node:fs/promises'
import { type CacheEntry, cacheEntries } from './cache-entries.js'

const DAY_MS = 24 * 60 * 60 * 1000

/** Those that nobody uses and that have not been used for so many days, one at least: a run may be about to begin. */
export const unused = (entries: readonly CacheEntry[], days: number, now = Date.now()): CacheEntry[] =>
  entries.filter(({ inUse, usedAt }) => !inUse && now - Date.parse(usedAt) >= Math.max(1, days) * DAY_MS)

interface PruneOptions {
  readonly cacheDir: string
  readonly days: number
  readonly signal: AbortSignal
  /** As Date.now() has it, which is the default. */
  readonly now?: number | undefined
}

export interface Pruned {
  readonly removed: readonly CacheEntry[]
  /** What could not be removed, and why. */
  readonly failed: readonly { readonly path: string; readonly because: string }[]
}

/** Removes them, unless somebody has begun to use them; links in them go, what they lead to stays. */
export async function pruneCache(
  entries: readonly CacheEntry[],
  { cacheDir, days, signal, now }: PruneOptions,
): Promise<Pruned> {
  const asked = new Set(entries.map(({ path }) => path))
  const removed: CacheEntry[] = []
  const failed: { path: string; because: string }[] = []
  for (const entry of unused(await cacheEntries(cacheDir, signal), days, now)) {
    if (!asked.has(entry.path)) continue
    signal.throwIfAborted()
    await rm(entry.path, { recursive: true, force: true }).then(
      () => removed.push(entry),
      (error: Error) => failed.push({ path: entry.path, because: error.message }),
    )
  }
  return { removed, failed }
}
