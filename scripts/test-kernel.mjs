// SPDX-License-Identifier: GPL-2.0-only
// npm run test:kernel: the bootstrap, then the tests that build and boot kernels.
import { bootstrap } from './bootstrap.mjs'
import { run } from './lib/run.mjs'

bootstrap(['test', 'build', 'boot', 'source'])
process.exit(
  run(process.execPath, [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--config',
    'test/kernel/vitest.config.ts',
    ...process.argv.slice(2),
  ]),
)
