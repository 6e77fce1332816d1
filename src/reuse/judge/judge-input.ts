// SPDX-License-Identifier: GPL-2.0-only
import type { KernelFacts } from '../kernel/kernel-facts.js'
import type { CompiledModule } from '../module/compiled-module.js'
import type { ModuleFacts } from '../module/module-facts.js'
import type { Finding } from '../reuse-report.js'
import type { RecompileResult } from '../witness/witness.js'

/** Whether this module can live in that kernel. */
export interface JudgeInput {
  readonly module: ModuleFacts
  readonly kernel: KernelFacts
  /** The kernel that the module was made with. */
  readonly baseline: KernelFacts | undefined
  /** By symbol: the modules that move to the kernel together with this one and export it. */
  readonly companions: ReadonlyMap<string, string>
  /** Names of those modules. */
  readonly companionNames: ReadonlySet<string>
  /** The same module, as compiled for that kernel. */
  readonly compiled: CompiledModule | undefined
  /** Whether a person accepts what is `to accept`. */
  readonly accepts: boolean
  /** What compiling the sources of the module again has shown. */
  readonly recompiled: RecompileResult | undefined
}

/** Looks at one fact; gives nothing when it is as it should be. */
export type Judge = (input: JudgeInput) => readonly Finding[]
