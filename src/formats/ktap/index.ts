// SPDX-License-Identifier: GPL-2.0-only
export { type KtapReport, type KtapStatus, type KtapSummary, type KtapTest, readKtap } from './read-ktap.js'
