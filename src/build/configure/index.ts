// SPDX-License-Identifier: GPL-2.0-only
export { type ConfigureResult, configureKernel } from './configure-kernel.js'
export type { UnmetOption } from './unmet-options.js'
