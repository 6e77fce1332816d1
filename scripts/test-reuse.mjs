// SPDX-License-Identifier: GPL-2.0-only
// npm run test:reuse: the bootstrap, then the verdicts on the kernels that Debian ships, and on what boots.
import { bootstrap } from './bootstrap.mjs'
import { run } from './lib/run.mjs'

bootstrap(['test', 'reuse', 'build', 'boot', 'source'])
process.exit(
  run(process.execPath, [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--config',
    'test/reuse/vitest.config.ts',
    ...process.argv.slice(2),
  ]),
)
