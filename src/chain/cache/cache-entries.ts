// SPDX-License-Identifier: GPL-2.0-only
import type { Dirent, Stats } from 'node:fs'
import { lstat, readdir, realpath } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { liveHolder } from '../../core/lock-file.js'

/** Something in the cache that can be made again, or fetched. */
export interface CacheEntry {
  readonly kind: Kind
  readonly path: string
  /** On the disk. */
  readonly bytes: number
  /** ISO 8601: when one of its files was last written or read, as far as the file system tells. */
  readonly usedAt: string
  /** Whether another kcarve works in it, or builds from it. */
  readonly inUse: boolean
}

export type Kind = (typeof KINDS)[keyof typeof KINDS]

/**
 * Directories whose members are entries. The results of a matrix are no cache, and neither these nor anything unknown is
 * listed.
 */
const KINDS = {
  trees: 'tree',
  'matrix/sources': 'tree',
  'matrix/git': 'tree',
  build: 'build',
  prove: 'build',
  logs: 'log',
  roots: 'root',
  packages: 'package',
  debian: 'package',
  guest: 'guest program',
  witness: 'witness',
} as const

/** What is in the cache, the largest first. Symbolic links are neither followed nor listed. */
export async function cacheEntries(cacheDir: string, signal: AbortSignal): Promise<readonly CacheEntry[]> {
  const found: (Walked & { readonly path: string; readonly kind: Kind })[] = []
  for (const [name, kind] of Object.entries(KINDS)) {
    const directory = join(cacheDir, name)
    if (!(await isPlain(cacheDir, name))) continue
    for (const entry of await readdir(directory, { withFileTypes: true })) {
      const path = join(directory, entry.name)
      if (entry.isSymbolicLink()) continue
      found.push({ kind, path, ...(await walk(path, signal)) })
    }
  }
  const usedTrees = found.filter(({ isHeld }) => isHeld).flatMap(({ sources }) => sources)
  return found
    .map(({ kind, path, bytes, usedMs, isHeld }) => ({
      kind,
      path,
      bytes,
      usedAt: new Date(usedMs).toISOString(),
      inUse: isHeld || usedTrees.some(tree => `${tree}${sep}`.startsWith(`${path}${sep}`)) || isRunning(path),
    }))
    .sort((a, b) => b.bytes - a.bytes)
}

/** Whether it is a directory below the cache with no symbolic link on the way. */
async function isPlain(cacheDir: string, name: string): Promise<boolean> {
  let path = cacheDir
  for (const part of name.split('/')) {
    path = join(path, part)
    const found = await lstat(path).catch(() => undefined)
    if (found?.isDirectory() !== true) return false
  }
  return true
}

interface Walked {
  readonly bytes: number
  readonly usedMs: number
  /** Whether a live process holds a lock in it. */
  readonly isHeld: boolean
  /** What links `source` of builds lead to. */
  readonly sources: readonly string[]
}

/** The locks of a build directory, and of the record in a tree. */
const LOCKS = ['.kcarve-lock', 'lock', '.kcarve.lock']

async function walk(path: string, signal: AbortSignal): Promise<Walked> {
  signal.throwIfAborted()
  const found = await lstat(path).catch(() => undefined)
  if (found === undefined) return NOTHING
  const own = { ...NOTHING, bytes: found.blocks * 512, usedMs: usedMs(found) }
  if (!found.isDirectory()) return own
  const entries = await readdir(path, { withFileTypes: true }).catch((): Dirent[] => [])
  return entries.reduce<Promise<Walked>>(async (before, entry) => {
    const sum = await before
    const below = join(path, entry.name)
    const next = entry.isSymbolicLink() ? await linkFacts(below, entry.name) : await walk(below, signal)
    return {
      bytes: sum.bytes + next.bytes,
      usedMs: Math.max(sum.usedMs, next.usedMs),
      isHeld: sum.isHeld || next.isHeld,
      sources: next.sources.length === 0 ? sum.sources : [...sum.sources, ...next.sources],
    }
  }, Promise.resolve(own))
}

const NOTHING: Walked = { bytes: 0, usedMs: 0, isHeld: false, sources: [] }

async function linkFacts(path: string, name: string): Promise<Walked> {
  if (LOCKS.includes(name)) return { ...NOTHING, isHeld: (await liveHolder(path)) !== undefined }
  if (name !== 'source') return NOTHING
  const source = await realpath(path).catch(() => undefined)
  return source === undefined ? NOTHING : { ...NOTHING, sources: [source] }
}

/** Looking into a directory counts as reading it, so that of files counts alone. What is unpacked keeps old times of writing. */
const usedMs = (found: Stats): number =>
  Math.max(found.mtimeMs, found.ctimeMs, found.isDirectory() ? 0 : found.atimeMs)

/** Logs are named after the process of their run. */
function isRunning(path: string): boolean {
  const pid = Number(/-(\d+)$/.exec(path)?.[1])
  if (!path.includes(`${sep}logs${sep}`) || !(pid > 0)) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
