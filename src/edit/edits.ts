// SPDX-License-Identifier: GPL-2.0-only
import type { Anchor } from './anchor.js'
import type { Edit, FileEdits, LineMap, Probe, Step, Variant } from './recipe.js'

/** Puts lines above the construct, and above a comment that belongs to it. */
export const before = (anchor: Anchor, text: string): Edit => ({ op: 'before', anchor, text })

/** Puts lines below the construct. */
export const after = (anchor: Anchor, text: string): Edit => ({ op: 'after', anchor, text })

/** Puts lines in place of the construct. The text may not be empty: nothing would tell that the edit is in place. */
export const replace = (anchor: Anchor, text: string): Edit => ({ op: 'replace', anchor, text })

/** Puts lines at the end of the file. */
export const append = (text: string): Edit => ({ op: 'append', text })

/** Rewrites lines one by one; `describe` says in a clause what becomes of them. */
export const mapLines = (describe: string, lines: LineMap): Edit => ({ op: 'map', describe, lines })

/** The edits of one file of a variant. */
export const inFile = (path: string, ...edits: readonly Edit[]): FileEdits => ({ path, edits })

/** The tree has the construct; without an anchor, the file. */
export const has = (path: string, anchor?: Anchor): Probe => ({ kind: 'has', path, anchor })

/** The tree does not have the construct; without an anchor, the file. */
export const lacks = (path: string, anchor?: Anchor): Probe => ({ kind: 'lacks', path, anchor })

/** A step that is done in one way in all trees, in one file. */
export const step = ({ id, path, purpose, group, edits }: Omit<Step, 'variants'> & FileEdits): Step => ({
  id,
  purpose,
  group,
  variants: [{ id: 'any-tree', files: [{ path, edits }] }],
})

/** A variant for trees that need nothing: told by these probes. */
export const nothingToDo = (id: string, ...when: readonly Probe[]): Variant => ({ id, when, files: [] })
