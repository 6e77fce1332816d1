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
  readonly steps: readonly StepPlan[]
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
  /** The file chosen; of an absent step the first that it names. */
  readonly path: string
  readonly purpose: string
  readonly group: string
  /** absent: an optional step whose construct this tree does not have. */
  readonly state: 'to do' | 'present' | 'absent'
  /** One clause for each edit: `after function do_init_module`. */
  readonly edits: readonly string[]
  /** Lines that its edits add and remove; of a map, the lines it rewrites count as both. */
  readonly added: number
  readonly removed: number
}
