// SPDX-License-Identifier: GPL-2.0-only
import { defineConfig } from 'vitest/config'
import { reportersFor } from '../vitest-reporters.js'

// One file a theme: configurations, kernels and architectures; together they take hours.
export default defineConfig({
  test: {
    include: ['test/matrix/**/*.test.ts'],
    globalSetup: 'test/kernel/test-cache.ts',
    testTimeout: 90 * 60_000,
    hookTimeout: 90 * 60_000,
    fileParallelism: false,
    ...reportersFor('matrix'),
  },
})
