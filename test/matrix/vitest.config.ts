// SPDX-License-Identifier: GPL-2.0-only
import { kernelSuiteConfig } from '../suite-config.js'

// One file a theme: configurations, kernels and architectures; together they take hours.
export default kernelSuiteConfig('matrix', { testTimeout: 90 * 60_000, hookTimeout: 90 * 60_000 })
