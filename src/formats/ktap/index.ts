// SPDX-License-Identifier: GPL-2.0-only
export { type KtapTest, readKtap } from './read-ktap.js'
