// SPDX-License-Identifier: GPL-2.0-only
import { suiteConfig } from '../suite-config.js'

// Matrices of small jobs, which take a second each: about five minutes.
export default suiteConfig('queue', { testTimeout: 600_000, hookTimeout: 300_000, fileParallelism: false })
