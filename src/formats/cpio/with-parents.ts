// SPDX-License-Identifier: GPL-2.0-only
import type { CpioEntry } from './entry.js'

/**
 * The entries sorted by path, with a directory entry (0755) added for each parent that has none: the kernel makes no
 * parents by itself and drops a file whose directory is not there yet.
 */
export function withParents(entries: readonly CpioEntry[]): readonly CpioEntry[] {
  const byPath = new Map<string, CpioEntry>()
  for (const { path } of entries) {
    for (let slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
      const parent = path.slice(0, slash)
      byPath.set(parent, { type: 'directory', path: parent })
    }
  }
  for (const entry of entries) byPath.set(entry.path, entry)
  return [...byPath.values()].sort((a, b) => (a.path < b.path ? -1 : 1))
}
