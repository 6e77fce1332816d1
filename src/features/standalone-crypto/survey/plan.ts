// SPDX-License-Identifier: GPL-2.0-only
import type { OutsideObject } from '../boundary/index.js'
import type { Hazard } from './hazards/index.js'

/** A directory whose built-in objects are carved, as a recipe lists it. */
export interface CarveRule {
  /** Relative to the tree. */
  readonly path: string
  /** Trees of some age do not have it. */
  readonly optional?: boolean | undefined
  /** Nothing of it is carved, for this reason. */
  readonly leftOut?: string | undefined
  readonly stays: readonly { readonly objects: readonly string[]; readonly because: string }[]
  /** Parts of composites that are to be objects of their own. */
  readonly takenOut?: readonly { readonly part: string; readonly composite: string }[] | undefined
}

/** What carving would do to a tree: plain data, fit for JSON. */
export interface CarvePlan {
  /** Whether a config was given; without one, `stays` is the only placement known. */
  readonly hasConfig: boolean
  /** Whether it was a fragment: what Kconfig makes of the options that it does not name is not known. */
  readonly isFragment: boolean
  readonly directories: readonly PlannedDirectory[]
  /** Objects by placement, composites counted once. */
  readonly totals: Readonly<Record<Placement, number>>
  readonly hazards: readonly PlannedHazard[]
  /**
   * Cryptography that the configuration builds into vmlinux, with the reason why it stays there; null where there is none,
   * so that the boundary would not be closed. Without a config nothing is known.
   */
  readonly outside: readonly OutsideObject[]
}

/**
 * `moves` into the module, `stays` in vmlinux, `module`: =m and so a module of its own as before, `off`: not selected,
 * `by config`: no config was given, or a fragment that does not name the option.
 */
export type Placement = 'moves' | 'stays' | 'module' | 'off' | 'by config'

export interface PlannedDirectory {
  readonly path: string
  /** Whether the tree has it. */
  readonly isPresent: boolean
  readonly objects: readonly PlannedObject[]
}

export interface PlannedObject {
  /** As its makefile names it. */
  readonly name: string
  readonly option: string | undefined
  readonly placement: Placement
  /** Why it stays; undefined for another placement. */
  readonly because: string | undefined
  /** The objects it is linked from; empty when it is compiled itself. */
  readonly parts: readonly string[]
}

export interface PlannedHazard extends Hazard {
  /** The placement of the object the file is compiled into; undefined for a header, and for sources no object names. */
  readonly placement: Placement | undefined
}
