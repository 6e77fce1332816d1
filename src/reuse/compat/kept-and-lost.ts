// SPDX-License-Identifier: GPL-2.0-only
import type { Difference } from '../witness/told-difference.js'

export interface KeptAndLost {
  /** Objects that were other code, and are the same with the edits. */
  readonly kept: readonly string[]
  /** Why each object that stays other code is other code for the kernel as it is. */
  readonly lost: readonly string[]
  /** Objects that were the same, and are other code with the edits. */
  readonly harmed: readonly string[]
}

/** What edits of a kernel do to the objects of a module, from their differences without the edits and with them. */
export function keptAndLost(before: readonly Difference[], after: readonly Difference[]): KeptAndLost {
  const [without, withEdits] = [before, after].map(list => new Set(list.map(({ object }) => object)))
  return {
    kept: before.map(({ object }) => object).filter(object => !withEdits?.has(object)),
    lost: before.filter(({ object }) => withEdits?.has(object)).map(({ text }) => text),
    harmed: after.map(({ object }) => object).filter(object => !without?.has(object)),
  }
}
