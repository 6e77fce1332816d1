// SPDX-License-Identifier: GPL-2.0-only
export * from '../features/standalone-crypto/boundary/index.js'
export {
  type BuildResult,
  buildKernel,
  kernelRelease,
  MODULE_PATH,
} from './build-kernel.js'
export * from './configure/index.js'
export type { MakeOptions } from './make/make-options.js'
export { checkBuildTools } from './make/requirements.js'
export type { BuildProgress } from './progress/object-progress.js'
