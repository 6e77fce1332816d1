// SPDX-License-Identifier: GPL-2.0-only
import type { Anchor } from './anchor.js'

/** A feature as data: what to edit in which files of a tree, and which files to add. */
export interface Recipe {
  readonly name: string
  readonly version: string
  /** What was chosen where the recipe leaves a choice. Recorded with the tree: another choice is another set of edits. */
  readonly parameters?: Parameters
  readonly steps: readonly Step[]
  readonly files: readonly NewFile[]
}

/** Lists of words by name; without those that are empty. */
export type Parameters = Readonly<Record<string, readonly string[]>>

export interface NewFile {
  /** Relative to the tree. */
  readonly path: string
  readonly content: string | Uint8Array
  /** Permission bits; 0o644 when left out. */
  readonly mode?: number
  /** One clause, shown to users. */
  readonly purpose: string
  /** As in Step; `new files` when left out. */
  readonly group?: string
}

export interface Step {
  /** Relative to the tree. A list: the first of these files that exists and holds the anchors. */
  readonly path: string | readonly string[]
  /** One clause, shown to users. */
  readonly purpose: string
  /** The reviewable unit that this step belongs to: `build rule`, `loader`… */
  readonly group: string
  readonly edits: readonly Edit[]
  /** A tree without the file or the construct is fine. A construct found twice is not. */
  readonly optional?: boolean
}

/** Text is whole lines; a missing last newline is added. All edits of a file address its text as it was found. */
export type Edit =
  | { readonly op: 'before' | 'after'; readonly anchor: Anchor; readonly text: string }
  | { readonly op: 'replace'; readonly anchor: Anchor; readonly text: string }
  | { readonly op: 'append' | 'prepend'; readonly text: string }
  | { readonly op: 'map'; readonly describe: string; readonly lines: LineMap }

/** Rewrites a line (without its newline). Applied to its own output it must change nothing. */
export type LineMap = (line: string, context: MapContext) => string

export interface MapContext {
  /** From 1. */
  readonly number: number
  /** The makefile assignment that this line starts or continues. */
  readonly assignment?: AssignedWords
  /** Whether this line is the assignment's first. */
  readonly startsAssignment: boolean
}

export interface AssignedWords {
  /** As written, `obj-$(CONFIG_X)`. */
  readonly variable: string
  readonly operator: string
  /** All words of the value, those of continuation lines included; `$(…)` is never split. */
  readonly words: readonly string[]
}
