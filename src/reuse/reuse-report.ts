// SPDX-License-Identifier: GPL-2.0-only

/**
 * *fits* is said only when it has been proved; *not proven* is no *breaks*. *to accept*: it is the same code, but refers to symbols by
 * names that the kernel still provides and its own code has left; whether they still do the same, a person has to say.
 */
export type Verdict = 'fits' | 'to accept' | 'not proven' | 'breaks'

/** What is looked at, in the order in which a person would mend it. */
export const FACTS = [
  'architecture',
  'symbols',
  'vermagic',
  'crcs',
  'imports',
  'namespaces',
  'license',
  'struct module',
  'sections',
  'features',
  'boundary',
  'btf',
  'signature',
  'compiled',
] as const

export type Fact = (typeof FACTS)[number]

export interface Finding {
  readonly fact: Fact
  /**
   * `breaks`: it cannot live in that kernel. `to accept`: it can, if a person says so. `refused`: modprobe does not load it as it is, which says nothing of its code and does not
   * concern a module that its kernel carries. `differs`: worth knowing, decides nothing. `unseen`: could not be checked, and why.
   */
  readonly effect: 'breaks' | 'to accept' | 'refused' | 'differs' | 'unseen'
  /** One line, the same for all modules that it holds for in the same way. */
  readonly text: string
  /** What of this module it is about, where that is not part of the text. */
  readonly detail?: string | undefined
}

export interface JudgedModule {
  readonly path: string
  /** Of its bytes, decompressed. */
  readonly sha256: string
  readonly name: string
  readonly verdict: Verdict
  readonly findings: readonly Finding[]
  /** CRCs of its imports, those that the kernel has as well, and of those the ones that differ; they decide nothing. */
  readonly crcs: { readonly changed: number; readonly compared: number; readonly total: number }
}

/** A finding, and the modules that it is about. */
export interface Reason extends Omit<Finding, 'detail'> {
  readonly modules: readonly string[]
}

/** As plain data for JSON. */
export interface ReuseReport {
  readonly verdict: Verdict
  /** Whether somebody has accepted what is `to accept`, which is then no obstacle to *fits*. */
  readonly accepted: boolean
  readonly kernel: {
    readonly path: string
    readonly kind: 'image' | 'tree'
    readonly release: string | null
    readonly arch: string | null
    /** Symbols that modules can import. */
    readonly exports: number
  }
  readonly totals: {
    readonly modules: number
    readonly fits: number
    readonly breaks: number
    readonly toAccept: number
    readonly notProven: number
    /** Different symbols that the modules import. */
    readonly imports: number
    /** Of these, not exported by the kernel. */
    readonly missing: number
    /** Of these, those of which the modules have a CRC. */
    readonly crcs: number
    /** Of these, exported with a CRC. */
    readonly crcCompared: number
    /** Of these, with another one. */
    readonly crcChanged: number
    /** Modules that modprobe refuses, for whatever reason that says nothing of their code. */
    readonly refused: number
  }
  readonly reasons: readonly Reason[]
  readonly modules: readonly JudgedModule[]
}
