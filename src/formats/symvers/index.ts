// SPDX-License-Identifier: GPL-2.0-only
export { readSymvers, type SymversEntry, writeSymvers } from './symvers.js'
