// SPDX-License-Identifier: GPL-2.0-only
// npm run test:SUITE: the bootstrap with what the suite needs, then the tests in test/SUITE.
import { bootstrap } from './bootstrap.mjs'
import { fail } from './lib/fail.mjs'
import { run } from './lib/run.mjs'

const KERNELS = ['test', 'build', 'boot', 'source']

/** What each suite needs, as scripts/debian-packages.json names it. */
const PURPOSES = {
  browser: ['browser'],
  kernel: [...KERNELS, 'package'],
  queue: ['test', 'queue'],
  matrix: [...KERNELS, 'package', 'arm64', 'root', 'matrix'],
  reuse: [...KERNELS, 'reuse'],
  root: [...KERNELS, 'package', 'root'],
}

const [suite, ...options] = process.argv.slice(2)
if (!Object.hasOwn(PURPOSES, suite))
  fail(2, 'the first argument must name a suite', `known: ${Object.keys(PURPOSES).join(', ')}`)
bootstrap(PURPOSES[suite])
process.exit(
  run(process.execPath, [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--config',
    `test/${suite}/vitest.config.ts`,
    ...options,
  ]),
)
