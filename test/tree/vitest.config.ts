// SPDX-License-Identifier: GPL-2.0-only
import { suiteConfig } from '../suite-config.js'

// The commands on a real kernel tree, without building it: minutes.
export default suiteConfig('tree', {
  globalSetup: 'test/tree/unpack-tree.ts',
  testTimeout: 180_000,
  hookTimeout: 240_000,
  fileParallelism: false,
})
