// SPDX-License-Identifier: GPL-2.0-only
// npm run test:browser: the bootstrap, then the report's page in Chromium.
import { bootstrap } from './bootstrap.mjs'
import { run } from './lib/run.mjs'

bootstrap(['browser'])
process.exit(
  run(process.execPath, [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--config',
    'test/browser/vitest.config.ts',
    ...process.argv.slice(2),
  ]),
)
