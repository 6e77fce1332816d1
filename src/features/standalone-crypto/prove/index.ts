// SPDX-License-Identifier: GPL-2.0-only
export { type ProvedBuild, takeBuild } from './boots/proved-build.js'
export { defaultScenarios, type Scenario } from './boots/scenario.js'
export type { ProofReport } from './proof-report.js'
export { type ProveOptions, prove } from './prove.js'
export { type ProveBuildsOptions, proveBuilds } from './prove-builds.js'
export {
  type BootRecord,
  type RecordedAlgorithm,
  type RecordedLine,
  recordBoot,
} from './record/boot-record.js'
export type { TimedInitcall } from './record/timed-initcalls.js'
export { buildFigures } from './sizes/measure-sizes.js'
export { type SizeRow, sizeTable } from './sizes/size-table.js'
