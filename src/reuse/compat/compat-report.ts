// SPDX-License-Identifier: GPL-2.0-only
import type { GoneSymbol, KeptSymbol } from './kept-symbols.js'

/** A struct that cannot be put back, and why. */
export interface RefusedStruct {
  readonly struct: string
  /** Relative to the tree. */
  readonly file: string
  readonly reason: string
}

/** What edits of a kernel can do for a module that was compiled for an earlier one. As plain data for JSON. */
export interface CompatReport {
  /** Objects that are other code for the tree as it is, and the same for the edited one. */
  readonly kept: readonly string[]
  /** A line on each object that stays other code: these need a new build, or another boundary. */
  readonly lost: readonly string[]
  /** A line on each object that is the same but for a symbol that the tree still exports: a person can accept it. */
  readonly toAccept: readonly string[]
  /** Structs whose members cannot be put back. */
  readonly refused: readonly RefusedStruct[]
  /** Symbols that modules import, which the tree as it is does not export, and the edited one does. */
  readonly exported: readonly Pick<KeptSymbol, 'symbol' | 'as' | 'path'>[]
  /** Symbols that it cannot export. */
  readonly gone: readonly GoneSymbol[]
}
