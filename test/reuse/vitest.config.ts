// SPDX-License-Identifier: GPL-2.0-only
import { defineConfig } from 'vitest/config'
import { reportersFor } from '../vitest-reporters.js'

// Verdicts on the kernels that Debian ships: packages are downloaded, about 1 GB once, and never installed. boots.test.ts
// builds kernels as well.
export default defineConfig({
  test: {
    include: ['test/reuse/**/*.test.ts'],
    globalSetup: 'test/kernel/test-cache.ts',
    testTimeout: 5 * 60_000,
    hookTimeout: 20 * 60_000,
    fileParallelism: false,
    ...reportersFor('reuse'),
  },
})
