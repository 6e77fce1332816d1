// SPDX-License-Identifier: GPL-2.0-only
import { kernelSuiteConfig } from '../suite-config.js'

// Builds a kernel in a distribution's manner, and boots Debian on it.
export default kernelSuiteConfig('root', { testTimeout: 40 * 60_000, hookTimeout: 40 * 60_000 })
