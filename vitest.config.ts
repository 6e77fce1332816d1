// SPDX-License-Identifier: GPL-2.0-only
import { suiteConfig } from './test/suite-config.js'

// What needs a kernel tree, minutes or QEMU has a configuration of its own: test/tree and test/kernel. Of the damaged inputs
// this is a slice.
export default suiteConfig('unit', {
  include: [
    'src/**/*.test.ts',
    'page/**/*.test.ts',
    'scripts/**/*.test.ts',
    'test/guides/**/*.test.ts',
    'test/prose/**/*.test.ts',
    'test/fuzz/**/*.test.ts',
  ],
  globalSetup: 'test/temporary-files.ts',
  // Loading modules anew for each file takes longer than most tests.
  isolate: false,
  // Other suites may run beside it.
  testTimeout: 120_000,
})
