// SPDX-License-Identifier: GPL-2.0-only
export {
  type ConfigureOptions,
  type ConfigureResult,
  configureKernel,
  type ExplainedOption,
} from './configure-kernel.js'
export type { OverriddenOption } from './missing-files.js'
export { RefusedOption } from './refused-option.js'
