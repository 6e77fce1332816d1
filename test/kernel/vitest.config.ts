// SPDX-License-Identifier: GPL-2.0-only
import { kernelSuiteConfig } from '../suite-config.js'

// Builds and boots kernels. Other suites may run beside it.
export default kernelSuiteConfig('kernel', {
  testTimeout: 40 * 60_000,
  hookTimeout: 40 * 60_000,
})
