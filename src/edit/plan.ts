// SPDX-License-Identifier: GPL-2.0-only
import type { LineCounts } from './line-counts.js'
import type { Parameters } from './recipe.js'
import type { TreeState } from './state.js'

/** What a recipe means for one tree; nothing has been written. */
/** Its line counts are those of the edits in existing files, whether in place already or not. */
export interface EditPlan extends LineCounts {
  /** The tree, absolute, symlinks resolved. */
  readonly root: string
  readonly recipe: string
  readonly version: string
  readonly parameters: Parameters
  /** What had been done to the tree when it was planned. */
  readonly state: TreeState
  /** Existing files that steps touch, by path. */
  readonly files: readonly FilePlan[]
  readonly newFiles: readonly NewFilePlan[]
  /** In the order of the recipe. */
  readonly steps: readonly StepPlan[]
}

export interface FilePlan extends LineCounts {
  /** Relative to the tree; of the file itself where the step names a symlink. */
  readonly path: string
  /** Before the edits, where they are in place already and a record tells; else as oldContent. */
  readonly original: Uint8Array
  readonly oldContent: Uint8Array
  readonly newContent: Uint8Array
  /** Permission bits. */
  readonly mode: number
  /** What it is edited for, one for each step that does. */
  readonly purposes: readonly string[]
}

export interface NewFilePlan {
  readonly path: string
  readonly content: Uint8Array
  readonly mode: number
  readonly purpose: string
  readonly group: string
  readonly state: 'to do' | 'present'
  readonly lines: number
}

export interface StepPlan extends LineCounts {
  readonly id: string
  /** The variant that matches; null when the step is absent. */
  readonly variant: string | null
  /** The kernel commit that made trees look like this, if the variant names it. */
  readonly since: string | null
  /** The file edited first; of a step that edits none, the first that it looks at. */
  readonly path: string
  /** All files edited. */
  readonly files: readonly string[]
  readonly purpose: string
  readonly group: string
  /**
   * nothing to do: the tree has what is needed, or needs none of it. absent: no variant matches, which the step allows.
   */
  readonly state: 'to do' | 'present' | 'nothing to do' | 'absent'
  /** One clause for each edit: `after function do_init_module`. */
  readonly edits: readonly string[]
}

/** Whether there is nothing to do. */
export const isInPlace = ({ files, newFiles }: EditPlan): boolean =>
  files.every(({ oldContent, newContent }) => Buffer.compare(oldContent, newContent) === 0) &&
  newFiles.every(({ state }) => state === 'present')
