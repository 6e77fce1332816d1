// SPDX-License-Identifier: GPL-2.0-only

/** A piece of running text: a paragraph, a cell of a table, a comment. Code in it is `CODE`. */
export interface Prose {
  readonly path: string
  /** Where it begins, from 1. */
  readonly line: number
  /** With the line breaks of the file. */
  readonly text: string
}

/** What stands for code within text: one word, whatever its length. */
export const CODE = 'CODE'
