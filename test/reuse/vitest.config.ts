// SPDX-License-Identifier: GPL-2.0-only
import { defineConfig } from 'vitest/config'
import { reportersFor } from '../vitest-reporters.js'

// Verdicts on the kernels that Debian ships: packages are downloaded, about 700 MB once, and never installed.
export default defineConfig({
  test: {
    include: ['test/reuse/**/*.test.ts'],
    testTimeout: 5 * 60_000,
    hookTimeout: 20 * 60_000,
    fileParallelism: false,
    ...reportersFor('reuse'),
  },
})
