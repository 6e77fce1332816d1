// SPDX-License-Identifier: GPL-2.0-only
import { suiteConfig } from '../suite-config.js'

// Matrices of small jobs, which take a second each: under three minutes, but for a machine that does much else.
export default suiteConfig('queue', { testTimeout: 600_000, hookTimeout: 300_000, fileParallelism: false })
