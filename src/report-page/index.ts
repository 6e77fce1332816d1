// SPDX-License-Identifier: GPL-2.0-only
export { readPageAssets } from './assets.js'
export { collectReport, type ResultFile } from './collect/collect-report.js'
export { type KeptResult, readKeptResult } from './collect/kept-result.js'
export { matrixPageHtml } from './matrix/matrix-page.js'
export { type MatrixResult, readMatrixResult } from './matrix/matrix-result.js'
export { isOwnNumbers, isOwnPage } from './own-report.js'
export { pageHtml } from './render/page.js'
export type { ReportData } from './report-data.js'
