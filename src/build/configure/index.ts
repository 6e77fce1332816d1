// SPDX-License-Identifier: GPL-2.0-only
export { type ConfigureOptions, type ConfigureResult, configureKernel } from './configure-kernel.js'
export { RefusedOption } from './refused-option.js'
export type { UnmetOption } from './unmet-options.js'
