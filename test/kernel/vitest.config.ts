// SPDX-License-Identifier: GPL-2.0-only
import { kernelSuiteConfig } from '../suite-config.js'

// Builds and boots kernels.
export default kernelSuiteConfig('kernel', { testTimeout: 20 * 60_000, hookTimeout: 20 * 60_000 })
