// SPDX-License-Identifier: GPL-2.0-only
import { suiteConfig } from '../suite-config.js'

// Matrices of small jobs, which take a second each: under three minutes.
export default suiteConfig('queue', { testTimeout: 180_000, hookTimeout: 120_000, fileParallelism: false })
