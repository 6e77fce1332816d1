// SPDX-License-Identifier: GPL-2.0-only
import { suiteConfig } from '../suite-config.js'

process.env.KCARVE_FUZZ_INPUTS ??= '20000'
process.env.KCARVE_FUZZ_SEED ??= String(Date.now() % 1_000_000)

// Every reader, with over a million damaged inputs: about ten minutes on two processors.
export default suiteConfig('fuzz', { globalSetup: 'test/fuzz/harness/table.ts', pool: 'forks' })
