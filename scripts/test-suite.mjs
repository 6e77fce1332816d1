// SPDX-License-Identifier: GPL-2.0-only
// npm run test:SUITE: the bootstrap with what the suite needs, then the tests in test/SUITE.
import { bootstrap } from './bootstrap.mjs'
import { fail } from './lib/fail.mjs'
import { run } from './lib/run.mjs'
import { PURPOSES } from './lib/suites.mjs'

const [suite, ...options] = process.argv.slice(2)
if (!Object.hasOwn(PURPOSES, suite))
  fail(2, 'the first argument must name a suite', `known: ${Object.keys(PURPOSES).join(', ')}`)
bootstrap(PURPOSES[suite])
// What commands answer is a matrix of ours; an argument chooses among the tests.
const asked = suite === 'matrix' && options.length === 0 ? runMatrix('test/matrix/kernels.yml') : 0
const tested = run(process.execPath, [
  'node_modules/vitest/vitest.mjs',
  'run',
  '--config',
  `test/${suite}/vitest.config.ts`,
  ...options,
])
process.exit(tested || asked)

function runMatrix(file) {
  const { KCARVE_TEST_CACHE: cache, KCARVE_TEST_CC_WRAPPER: wrapper } = process.env
  return run(
    process.execPath,
    ['bin/kcarve.mjs', 'matrix', file, ...(wrapper === undefined ? [] : ['--cc-wrapper', wrapper])],
    { env: cache === undefined ? {} : { XDG_CACHE_HOME: cache } },
  )
}
