// SPDX-License-Identifier: GPL-2.0-only
export { readSlabinfo, type SlabCache } from './read-slabinfo.js'
