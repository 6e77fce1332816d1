// SPDX-License-Identifier: GPL-2.0-only
export { bootCheck } from './boots/compare-boots.js'
export type { ProofReport } from './proof-report.js'
export { type ProveOptions, prove } from './prove.js'
export { type BootRecord, type RecordedAlgorithm, recordBoot } from './record/boot-record.js'
export { buildFigures } from './sizes/measure-sizes.js'
export { type SizeRow, sizeTable } from './sizes/size-table.js'
