// SPDX-License-Identifier: GPL-2.0-only

export { judgeModules } from './judge-modules.js'
export { openKernel } from './kernel/open-kernel.js'
export { advise } from './lifetime/advise.js'
export { archiveMakeup } from './lifetime/archive-makeup.js'
export { type JudgedKernel, lifetimeOf } from './lifetime/lifetime-of.js'
export type { Boundary, LifetimeReport, ModuleLife, ObjectLife } from './lifetime/lifetime-report.js'
export type { ModuleFacts } from './module/module-facts.js'
export { moduleFiles, openModules } from './open-modules.js'
export * from './reuse-report.js'
export { judgeSources } from './source/judge-sources.js'
export type { Cause, Change, DeclaredAt, SourceReport } from './source/source-report.js'
export { type RecompileResult, recompile } from './witness/witness.js'
