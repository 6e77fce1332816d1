// SPDX-License-Identifier: GPL-2.0-only
import type { Anchor } from './anchor.js'

/** A feature as data: what to edit in which files of a tree, and which files to add. */
export interface Recipe {
  /** Lower case words joined by hyphens. */
  readonly name: string
  /** What was chosen where the recipe leaves a choice. Recorded with the tree: another choice is another set of edits. */
  readonly parameters?: Parameters | undefined
  readonly steps: readonly Step[]
  readonly files: readonly NewFile[]
}

/** Lists of words by name; without those that are empty. */
export type Parameters = Readonly<Record<string, readonly string[]>>

export interface NewFile {
  /** Relative to the tree. */
  readonly path: string
  /** A word `@NAME@` in capitals is a slot: the variant that matches says by what it is replaced. */
  readonly content: string | Uint8Array
  /** Permission bits; 0o644 when left out. */
  readonly mode?: number | undefined
  /** One clause, shown to users. */
  readonly purpose: string
  /** As in Step; `new files` when left out. */
  readonly group?: string | undefined
  /** Only trees that one of these variants of a step matches get the file; every tree when left out. */
  readonly of?: { readonly step: string; readonly variants: readonly string[] } | undefined
}

/** One thing that the feature needs of a tree. Trees differ: each variant says how it is done in some of them. */
export interface Step {
  /** Unique in the recipe; lower case words joined by hyphens. */
  readonly id: string
  /** One clause, shown to users. */
  readonly purpose: string
  /** The reviewable unit that this step belongs to: `build rule`, `loader`… */
  readonly group: string
  /** How many variants have to match a tree; `one` when left out. `at most one` is for what no construct can tell. */
  readonly matches?: 'one' | 'at most one' | undefined
  readonly variants: readonly Variant[]
}

/**
 * What a step does to trees of one shape. It matches when every file is there, every anchor of its edits is found once,
 * and every probe holds. Without edits it says that such a tree has what is needed; it then needs a probe, or fills.
 */
export interface Variant {
  /** Unique in the step. */
  readonly id: string
  /** What made trees look like this: `Linux kernel commit "subject" (in v6.16)`. */
  readonly since?: string | undefined
  readonly when?: readonly Probe[] | undefined
  readonly files: readonly FileEdits[]
  /**
   * Text for the slots of new files, by name. A slot alone on its line takes whole lines, and the line goes when the text
   * is empty. All variants of a step fill the same slots; each slot is filled by one step.
   */
  readonly fills?: Readonly<Record<string, string>> | undefined
}

export interface FileEdits {
  /** Relative to the tree. */
  readonly path: string
  readonly edits: readonly Edit[]
}

/** A construct, or without an anchor the file itself, that a tree must have or must not have. A missing file lacks everything. */
export interface Probe {
  readonly kind: 'has' | 'lacks'
  readonly path: string
  readonly anchor?: Anchor | undefined
}

/** Text is whole lines; a missing last newline is added. All edits of a file address its text as it was found. */
export type Edit =
  | { readonly op: 'before' | 'after'; readonly anchor: Anchor; readonly text: string }
  | { readonly op: 'replace'; readonly anchor: Anchor; readonly text: string }
  | { readonly op: 'append'; readonly text: string }
  | { readonly op: 'map'; readonly describe: string; readonly lines: LineMap }

/** Rewrites a line (without its newline). Applied to its own output it must change nothing. */
export type LineMap = (line: string, context: MapContext) => string

export interface MapContext {
  /** From 1. */
  readonly number: number
  /** The makefile assignment that this line starts or continues. */
  readonly assignment?: AssignedWords | undefined
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
