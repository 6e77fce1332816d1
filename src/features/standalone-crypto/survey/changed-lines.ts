// SPDX-License-Identifier: GPL-2.0-only
import { diffLines } from 'diff'
import type { PlannedEdit } from './plan.js'

/** Counts what differs between two contents of a file, `obj-` lines that became `crypto-objs-` lines apart. */
export function changedLines(path: string, before: string, after: string): PlannedEdit {
  let [added, removed, renamed] = [0, 0, 0]
  /** Lines taken away and not yet found again under another name. */
  let gone: string[] = []
  for (const { value, added: isAdded, removed: isRemoved } of diffLines(before, after)) {
    const lines = value.split('\n').slice(0, value.endsWith('\n') ? -1 : undefined)
    if (isRemoved) {
      removed += lines.length
      gone = lines
    } else if (isAdded) {
      added += lines.length
      renamed += countRenames(gone, lines)
      gone = []
    } else gone = []
  }
  return { path, added: added - renamed, removed: removed - renamed, renamed }
}

function countRenames(before: readonly string[], after: readonly string[]): number {
  const left = [...before]
  let count = 0
  for (const line of after) {
    if (!/^\s*crypto-objs-/.test(line)) continue
    const at = left.indexOf(line.replace('crypto-objs-', 'obj-'))
    if (at < 0) continue
    left.splice(at, 1)
    count++
  }
  return count
}
