// SPDX-License-Identifier: GPL-2.0-only

/** One thing that the new kernel has otherwise, however many errors come of it. */
export interface Cause {
  readonly kind: 'header' | 'type' | 'member' | 'name' | 'clash' | 'other'
  /** What it is about: a header, a type, or a name. */
  readonly name: string
  /** Members of the type that are no longer there, or the one that is declared in another way. */
  readonly members: readonly string[]
  /** `unreached` is still there but another header has it, or a configuration of the new kernel hides it. */
  readonly change: 'gone' | 'moved' | 'changed' | 'unreached' | 'added' | 'unknown'
  /** Where the frozen kernel has it, `path:line`, and its declaration; null when its headers are not there or lack it. */
  readonly was: DeclaredAt | null
  readonly is: DeclaredAt | null
  readonly errors: number
  /** Frozen files that it keeps from being compiled, sorted. */
  readonly files: readonly string[]
}

/** Causes that are one change of the kernel to whoever has to mend it. */
export interface Change {
  /** A header, a type, or the word that the names have in common. */
  readonly about: string
  /** It is in headers of what the frozen sources define themselves: they would have to come along, and their users see them. */
  readonly provided: boolean
  readonly causes: readonly Cause[]
  readonly errors: number
  /** Frozen files, sorted. */
  readonly files: readonly string[]
}

export interface DeclaredAt {
  readonly path: string
  readonly line: number
  readonly text: string
}

/** A file of the new kernel that would have to offer again what the frozen sources use. */
export interface CompatibilityPatch {
  readonly path: string
  /** What it would have to offer, by the names of the causes. */
  readonly names: readonly string[]
}

/** A header that gives the frozen sources what they had. */
export interface CompatHeader {
  /** Before the kernel's headers (`-I`), behind them (`-idirafter`), or in front of each source (`-include`). */
  readonly place: 'first' | 'last' | 'prelude'
  /** As it is included. */
  readonly path: string
  /** Of a prelude: what it gives. */
  readonly names: readonly string[]
  readonly text: string
}

export interface CompatHeaders {
  /** Those that compile with the headers. */
  readonly files: number
  readonly headers: readonly CompatHeader[]
}

/** As plain data for JSON. */
export interface SourceReport {
  readonly compiles: boolean
  readonly source: {
    readonly path: string
    readonly kind: 'archive' | 'tree'
    readonly release: string | null
  }
  readonly kernel: { readonly path: string; readonly release: string | null; readonly arch: string }
  readonly compiler: string
  readonly totals: { readonly files: number; readonly filesWithErrors: number; readonly errors: number }
  /** Those first that keep most files. */
  readonly changes: readonly Change[]
  readonly patches: readonly CompatibilityPatch[]
  /** What follows from the changes without a person; null when it was not asked for, or all compiles. */
  readonly compat: CompatHeaders | null
  /** Files that were not compiled to their end, with the header that only a build of the sources makes. */
  readonly skipped: readonly { readonly file: string; readonly header: string }[]
}
