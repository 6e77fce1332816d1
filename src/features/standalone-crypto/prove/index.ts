// SPDX-License-Identifier: GPL-2.0-only
export { takeBuild } from './boots/proved-build.js'
export type { ProofReport } from './proof-report.js'
export { prove } from './prove.js'
export { type BootRecord, recordBoot } from './record/boot-record.js'
export { buildFigures } from './sizes/measure-sizes.js'
export { type SizeRow, sizeTable } from './sizes/size-table.js'
