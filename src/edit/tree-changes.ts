// SPDX-License-Identifier: GPL-2.0-only
import { type LineCounts, NO_LINES, sumLines } from './line-counts.js'
import type { EditPlan } from './plan.js'
import { unifiedDiff } from './unified-diff.js'

/** What a recipe does to one file of a tree; all lines of a new file are added. */
export interface TreeChange extends LineCounts {
  readonly path: string
  readonly isNew: boolean
  /** What it is for, a clause each. */
  readonly purposes: readonly string[]
  /** As git writes it; empty when the edits are in place and nothing tells what was there before. */
  readonly diff: string
}

/** The edits of a plan, file by file, whether they are in place or not. */
export function treeChanges({ files, newFiles }: EditPlan): TreeChange[] {
  const edited = files.map(file => ({
    path: file.path,
    isNew: false,
    purposes: file.purposes,
    ...sumLines([file]),
    diff: unifiedDiff({ files: [{ ...file, oldContent: file.original }], newFiles: [] }),
  }))
  const added = newFiles.map(file => ({
    path: file.path,
    isNew: true,
    purposes: [file.purpose],
    ...NO_LINES,
    added: file.lines,
    diff: unifiedDiff({ files: [], newFiles: [{ ...file, state: 'to do' }] }),
  }))
  return [...edited, ...added]
}
