// SPDX-License-Identifier: GPL-2.0-only

/** A document of facts, whatever it is written as; plain data for JSON. */
export interface PolicyDocument {
  readonly title: string
  /** What it is made of, in one line. */
  readonly about: string
  readonly sections: readonly PolicySection[]
}

export interface PolicySection {
  /** Such as `2.1`, as ISO/IEC 19790 Annex B and SP 800-140B order the sections of a security policy. */
  readonly number: string
  readonly title: string
  readonly blocks: readonly PolicyBlock[]
}

export type PolicyBlock =
  | { readonly kind: 'facts'; readonly text: string }
  /** What a build cannot tell. */
  | { readonly kind: 'person'; readonly text: string }
  | PolicyTable

export interface PolicyTable {
  readonly kind: 'table'
  readonly caption: string
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** Columns that hold names of code, from 0. */
  readonly code: readonly number[]
}

export const facts = (text: string): PolicyBlock => ({ kind: 'facts', text })
export const person = (text: string): PolicyBlock => ({ kind: 'person', text })

export const table = (
  caption: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
  code: readonly number[] = [0],
): PolicyTable => ({ kind: 'table', caption, head, rows, code })
