// SPDX-License-Identifier: GPL-2.0-only
import { defineConfig } from 'vitest/config'
import { reportersFor } from '../vitest-reporters.js'

// The commands on a real kernel tree, without building it: under a minute.
export default defineConfig({
  test: {
    include: ['test/tree/**/*.test.ts'],
    globalSetup: 'test/tree/unpack-tree.ts',
    testTimeout: 180_000,
    hookTimeout: 240_000,
    fileParallelism: false,
    ...reportersFor('tree'),
  },
})
