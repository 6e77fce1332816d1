// SPDX-License-Identifier: GPL-2.0-only

/** Lines of existing files that edits touch. */
export interface LineCounts {
  readonly added: number
  readonly removed: number
  /** By a map; neither in `added` nor in `removed`. */
  readonly rewritten: number
}

export const NO_LINES: LineCounts = { added: 0, removed: 0, rewritten: 0 }

export const sumLines = (parts: readonly LineCounts[]): LineCounts => ({
  added: parts.reduce((total, { added }) => total + added, 0),
  removed: parts.reduce((total, { removed }) => total + removed, 0),
  rewritten: parts.reduce((total, { rewritten }) => total + rewritten, 0),
})
