// SPDX-License-Identifier: GPL-2.0-only
import { defineConfig } from 'vitest/config'
import { reportersFor } from '../vitest-reporters.js'

process.env.KCARVE_FUZZ_INPUTS ??= '20000'
process.env.KCARVE_FUZZ_SEED ??= String(Date.now() % 1_000_000)

// All readers, with over a million damaged inputs: some ten minutes on two processors.
export default defineConfig({
  test: {
    include: ['test/fuzz/**/*.test.ts'],
    globalSetup: 'test/fuzz/harness/table.ts',
    pool: 'forks',
    ...reportersFor('fuzz'),
  },
})
