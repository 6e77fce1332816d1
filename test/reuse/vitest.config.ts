// SPDX-License-Identifier: GPL-2.0-only
import { kernelSuiteConfig } from '../suite-config.js'

// Verdicts on the kernels that Debian ships: packages are downloaded, about 1 GB once, and never installed. boots.test.ts
// builds kernels as well.
export default kernelSuiteConfig('reuse', { testTimeout: 5 * 60_000, hookTimeout: 20 * 60_000 })
