// SPDX-License-Identifier: GPL-2.0-only
export { type JudgeOptions, judgeModules } from './judge-modules.js'
export type { KernelFacts } from './kernel/kernel-facts.js'
export { openKernel } from './kernel/open-kernel.js'
export type { ModuleFacts } from './module/module-facts.js'
export { openModules } from './open-modules.js'
export * from './reuse-report.js'
export { recompile, type Witness, type WitnessOptions } from './witness/witness.js'
