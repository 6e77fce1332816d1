// SPDX-License-Identifier: GPL-2.0-only
export { type BuildRecord, recordBuild } from './build-record.js'
export { buildTree } from './build-tree.js'
export { configureTree } from './configure-tree.js'
export { moduleOf } from './module-of.js'
