// SPDX-License-Identifier: GPL-2.0-only
import { defineConfig } from 'vitest/config'
import { reportersFor } from '../vitest-reporters.js'

// Kernels are built and booted here; one file at a time, for each uses all processors.
export default defineConfig({
  test: {
    include: ['test/kernel/**/*.test.ts'],
    globalSetup: 'test/kernel/test-cache.ts',
    testTimeout: 20 * 60_000,
    hookTimeout: 20 * 60_000,
    fileParallelism: false,
    ...reportersFor('kernel'),
  },
})
