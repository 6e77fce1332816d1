// SPDX-License-Identifier: GPL-2.0-only
import { defineConfig } from 'vitest/config'
import { reportersFor } from '../vitest-reporters.js'

// The report's page in Debian's Chromium: under half a minute.
export default defineConfig({
  test: {
    include: ['test/browser/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    ...reportersFor('browser'),
  },
})
