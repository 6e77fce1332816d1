// SPDX-License-Identifier: GPL-2.0-only
import type { Fact, FactSource } from './fact.js'
import type { NotedCertificate } from './notes.js'

/** Which kernels carry which module, by what evidence; as plain data for JSON. */
export interface LedgerReport {
  /** What was read. */
  readonly directory: string
  /** The file with the user's notes; null when there is none. */
  readonly notes: string | null
  /** The day on which dates are looked at, RFC 3339. */
  readonly time: string
  /** Keys that signatures were checked with. */
  readonly keys: readonly { readonly path: string; readonly keyid: string; readonly kind: string }[]
  readonly modules: readonly LedgerModule[]
  /** Pairs that are proved, and all. */
  readonly totals: {
    readonly modules: number
    readonly certificates: number
    readonly kernels: number
    readonly files: number
    readonly attestations: number
    readonly signed: number
  }
  /** What has to be looked at, the gravest first. */
  readonly warnings: readonly LedgerWarning[]
}

export interface LedgerModule {
  readonly sha256: string
  /** What files call it, such as `fips140 1.0`. */
  readonly names: readonly string[]
  /** Those that the user has noted for this binary. */
  readonly certificates: readonly Omit<NotedCertificate, 'module'>[]
  /** What says whether the file is as it was made, by itself or in an archive. */
  readonly evidence: readonly LedgerEvidence[]
  /** Those that carry this binary, or for which it has been judged. */
  readonly kernels: readonly LedgerKernel[]
}

export interface LedgerKernel {
  /** SHA-256 of its image; null where only its headers were seen. */
  readonly image: string | null
  readonly release: string | null
  readonly arch: string | null
  /** Whether evidence says that it carries exactly this binary. */
  readonly carries: boolean
  /** Whether the user has noted it, or has noted none. */
  readonly inUse: boolean
  /** `proven`: nothing is missing. `contradicted`: the newest of some evidence says no. */
  readonly state: 'proven' | 'unproven' | 'contradicted'
  readonly evidence: readonly LedgerEvidence[]
  /** What nothing proves, a clause each. */
  readonly missing: readonly string[]
}

export interface LedgerEvidence extends FactSource, Pick<Fact, 'what' | 'answer' | 'time'> {
  /** In words. */
  readonly text: string
  /** By what it is known to be of this kernel: digests or, for a verdict on headers, its release alone. */
  readonly by: 'digest' | 'release'
}

export interface LedgerWarning {
  readonly kind:
    | 'contradicted'
    | 'other module'
    | 'no proof'
    | 'no evidence'
    | 'sunset'
    | 'damaged'
    | 'not believed'
    | 'unknown'
  readonly text: string
}
