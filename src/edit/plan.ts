// SPDX-License-Identifier: GPL-2.0-only
import type { Parameters } from './recipe.js'

/** What a recipe means for one tree; nothing has been written. */
export interface EditPlan {
  /** The tree, absolute, symlinks resolved. */
  readonly root: string
  readonly recipe: string
  readonly version: string
  readonly parameters: Parameters
  /** Existing files that steps touch, by path. */
  readonly files: readonly FilePlan[]
  readonly newFiles: readonly NewFilePlan[]
  /** In the order of the recipe. */
  readonly steps: readonly StepPlan[]
  /** Lines added to and removed from existing files, over all steps. */
  readonly added: number
  readonly removed: number
}

export interface FilePlan {
  /** Relative to the tree; of the file itself where the step names a symlink. */
  readonly path: string
  readonly oldContent: Uint8Array
  readonly newContent: Uint8Array
  /** Permission bits. */
  readonly mode: number
  /** What it is edited for, one for each step that does. */
  readonly purposes: readonly string[]
  readonly added: number
  readonly removed: number
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

export interface StepPlan {
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
  /** Lines that its edits add and remove; of a map, the lines it rewrites count as both. */
  readonly added: number
  readonly removed: number
}
