// SPDX-License-Identifier: GPL-2.0-only
import type { Anchor } from './anchor.js'
import type { Edit, LineMap } from './recipe.js'

/** Puts lines above the construct, and above a comment that belongs to it. */
export const before = (anchor: Anchor, text: string): Edit => ({ op: 'before', anchor, text })

/** Puts lines below the construct. */
export const after = (anchor: Anchor, text: string): Edit => ({ op: 'after', anchor, text })

/** Puts lines in place of the construct. The text may not be empty: nothing would tell that the edit is in place. */
export const replace = (anchor: Anchor, text: string): Edit => ({ op: 'replace', anchor, text })

/** Puts lines at the end of the file. */
export const append = (text: string): Edit => ({ op: 'append', text })

/** Puts lines at the start of the file. */
export const prepend = (text: string): Edit => ({ op: 'prepend', text })

/** Rewrites lines one by one; `describe` says in a clause what becomes of them. */
export const mapLines = (describe: string, lines: LineMap): Edit => ({ op: 'map', describe, lines })
