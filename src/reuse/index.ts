// SPDX-License-Identifier: GPL-2.0-only

export { compareCompiled } from '../elf-diff/compare-compiled.js'
export { type JudgeOptions, judgeModules } from './judge-modules.js'
export type { KernelFacts } from './kernel/kernel-facts.js'
export { openKernel } from './kernel/open-kernel.js'
export type { ModuleFacts } from './module/module-facts.js'
export { moduleFiles, openModules } from './open-modules.js'
export * from './reuse-report.js'
export { judgeSources, type SourceOptions } from './source/judge-sources.js'
export type { Cause, Change, CompatibilityPatch, DeclaredAt, SourceReport } from './source/source-report.js'
export { recompile, type Witness, type WitnessOptions } from './witness/witness.js'
