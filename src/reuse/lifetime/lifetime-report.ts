// SPDX-License-Identifier: GPL-2.0-only
import type { Reason, ReuseReport, Verdict } from '../reuse-report.js'

/** In one kernel: `same` code when compiled for it, the same but for an `other symbol`, `other` code, or that was not seen. */
export type ObjectState = 'same' | 'other symbol' | 'other' | 'not seen'

export interface ObjectLife {
  readonly object: string
  /** Module that it is a part of. */
  readonly module: string
  /** In the order of the kernels. */
  readonly states: readonly ObjectState[]
  /** The first kernel for which it is other code, or refers to another symbol that nobody has accepted, and what differs; null when there is none. */
  readonly ends: { readonly kernel: number; readonly text: string } | null
}

export interface ModuleLife {
  readonly name: string
  readonly objects: number
  /** In the order of the kernels. */
  readonly verdicts: readonly Verdict[]
  /** How many kernels in a row, from the first, it fits. */
  readonly lives: number
  /** What breaks it in the first kernel in which it does not fit, and is not about the code of an object. */
  readonly reasons: readonly string[]
}

/** A module with less in it: what its parts, each judged for itself, say of how long it would live. */
export interface Boundary {
  /** What is left in vmlinux, as `apply --except` takes it; empty for the module as it is. */
  readonly except: readonly string[]
  /** That remain. */
  readonly objects: number
  /** How many kernels in a row they live; and when what is `to accept` is accepted. */
  readonly lives: number
  readonly livesAccepted: number
  /**
   * Algorithms with code in what is left out: all that registers them (`isWhole`), or some of it, or what it leads to. Whether a boot with
   * fips=1 lets them in; null where the self-tests do not know them.
   */
  readonly algorithms: readonly {
    readonly name: string
    readonly letIn: boolean | null
    readonly isWhole: boolean
  }[]
  /** What else a certificate is about and is left out, such as the self-tests. */
  readonly duties: readonly string[]
  /** Symbols of what is left out that the rest would import from vmlinux. */
  readonly imports: readonly string[]
}

/** How long modules stay usable, over kernels in the order in which they were named. As plain data for JSON. */
export interface LifetimeReport {
  readonly verdict: Verdict
  /** Whether somebody has accepted what is `to accept`. */
  readonly accepted: boolean
  readonly kernels: readonly (ReuseReport['kernel'] & { readonly verdict: Verdict })[]
  readonly modules: readonly ModuleLife[]
  /** Parts of modules from an archive; empty without one. */
  readonly objects: readonly ObjectLife[]
  /** Which parts to leave in vmlinux so that the rest lives longer, the module as it is first; null when that is not known, or it lives in all. */
  readonly advice: readonly Boundary[] | null
  /** What `apply --except` left out of the modules already, as far as the archive says. */
  readonly leftOut: readonly string[]
  /** All that was found in each kernel, in their order. */
  readonly reasons: readonly (readonly Reason[])[]
}
