// SPDX-License-Identifier: GPL-2.0-only
export { type PageAssets, readPageAssets } from './assets.js'
export { type CollectOptions, collectReport, type ResultFile } from './collect/collect-report.js'
export { type KeptResult, readKeptResult } from './collect/kept-result.js'
export { pageHtml } from './render/page.js'
export type { ReportData } from './report-data.js'
