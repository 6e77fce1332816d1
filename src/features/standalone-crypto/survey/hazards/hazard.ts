// SPDX-License-Identifier: GPL-2.0-only

/** What may change its meaning when built-in code is compiled and loaded as part of a module. */
export type HazardKind =
  | 'module-conditional'
  | 'reachable-test'
  | 'setup-parameter'
  | 'early-parameter'
  | 'early-initcall'
  | 'early-console'
  | 'per-cpu-export'
  | 'static-key-export'
  | 'static-call-export'
  | 'tracepoint-export'
  | 'compared-address'
  | 'kfunc-set'
  | 'this-module-test'

export interface Hazard {
  readonly kind: HazardKind
  /** Relative to the tree. */
  readonly path: string
  /** From 1. */
  readonly line: number
  /** The line of code. */
  readonly text: string
  /** What would happen if nobody cared, one sentence. */
  readonly consequence: string
  /** Why it does not, one clause; undefined when nothing takes care of it. */
  readonly handledBy: string | undefined
}
