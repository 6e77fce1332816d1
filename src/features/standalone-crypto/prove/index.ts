// SPDX-License-Identifier: GPL-2.0-only

export type { Check } from '../../../checks/check.js'
export { type ProvedBuild, takeBuild } from './boots/proved-build.js'
export { defaultScenarios, type Scenario } from './boots/scenario.js'
export { compareObjects, type LinkedObjects } from './objects/compare-objects.js'
export { linkedObjects } from './objects/linked-objects.js'
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
