// SPDX-License-Identifier: GPL-2.0-only
import type { Parameters } from './recipe.js'

/** What has been done to a tree. Paths are relative to it, times ISO 8601. */
export type TreeState =
  | { readonly state: 'clean' }
  | {
      readonly state: 'applied'
      readonly recipe: string
      readonly version: string
      readonly parameters: Parameters
      readonly appliedAt: string
      readonly files: readonly string[]
      readonly newFiles: readonly string[]
      /** Files that no longer are as apply left them. */
      readonly modified: readonly string[]
    }
  | {
      readonly state: 'interrupted'
      readonly doing: 'apply' | 'revert'
      readonly recipe: string
      readonly version: string
      readonly startedAt: string
      /** How to mend it, a sentence. */
      readonly remedy: string
    }
  /** A process is at work on it. */
  | {
      readonly state: 'busy'
      readonly doing: 'apply' | 'revert'
      readonly pid: number
      readonly since: string
    }
  /** All edits are in place but there is no record: a copy of an applied tree. Revert cannot help. */
  | { readonly state: 'foreign-applied'; readonly recipe: string; readonly version: string }
  /** Some edits are in place and there is no record. */
  | {
      readonly state: 'partial'
      readonly recipe: string
      readonly present: readonly string[]
      readonly missing: readonly string[]
    }
