// SPDX-License-Identifier: GPL-2.0-only
export { type BuildOptions, type BuildResult, buildKernel } from './build-kernel.js'
export { type BuildTrees, findTrees } from './build-trees.js'
export * from './configure/index.js'
export { moduleObjects, readBuilt, vmlinuxObjects } from './linked-objects.js'
export type { MakeOptions } from './make/make-options.js'
export { checkBuildTools } from './make/requirements.js'
export { buildIn, type Objtree, openBuild } from './objtree.js'
export type { BuildProgress } from './progress/object-progress.js'
