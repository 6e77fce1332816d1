// SPDX-License-Identifier: GPL-2.0-only
import type { Check } from '../../../checks/check.js'
import type { Crossings } from '../boundary/index.js'
import type { BuildRecord } from '../build/index.js'
import type { PartitionProof } from './partitions/prove-partitions.js'
import type { BootRecord } from './record/boot-record.js'
import type { SizeRow } from './sizes/size-table.js'

/** Stock and carved side by side: plain data, fit for JSON. */
export interface ProofReport {
  /** Whether every check has passed. */
  readonly passed: boolean
  readonly arch: string
  /** `uname -r` of the stock kernel. */
  readonly release: string
  readonly checks: readonly Check[]
  /** Not judged: sizes in memory and in files, memory after boot, instructions of a boot. */
  readonly sizes: readonly SizeRow[]
  readonly boots: readonly BootRecord[]
  /** What crosses between the module and vmlinux, and who uses it. */
  readonly crossings: Crossings
  /** How slab partitions are used; absent where the configuration has none. */
  readonly partitions?: PartitionProof | undefined
  readonly builds: { readonly stock: BuildRecord; readonly carved: BuildRecord }
  /** Milliseconds, by stage. */
  readonly timings: Readonly<Record<string, number>>
}
