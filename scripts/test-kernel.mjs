// SPDX-License-Identifier: GPL-2.0-only
// npm run test:kernel and test:matrix: the bootstrap, then the tests in test/NAME that build and boot kernels.
import { bootstrap } from './bootstrap.mjs'
import { run } from './lib/run.mjs'

const [name, ...options] = process.argv.slice(2)
bootstrap(['test', 'build', 'boot', 'source', ...(name === 'matrix' ? ['arm64', 'matrix'] : [])])
process.exit(
  run(process.execPath, [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--config',
    `test/${name}/vitest.config.ts`,
    ...options,
  ]),
)
