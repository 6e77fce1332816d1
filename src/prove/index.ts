// SPDX-License-Identifier: GPL-2.0-only
export { type ProvedBuild, takeBuild } from './boots/proved-build.js'
export { defaultScenarios, type Scenario } from './boots/scenario.js'
export type { Check } from './check.js'
export { compareOffBuild } from './off-build/compare-off-build.js'
export type { ProofReport, ProvedBoot } from './proof-report.js'
export { type ProveOptions, prove } from './prove.js'
export { type ProveBuildsOptions, proveBuilds } from './prove-builds.js'
export type { SizeRow } from './sizes/size-table.js'
