// SPDX-License-Identifier: GPL-2.0-only
import { type Check, checkOf, counted } from '../../../../checks/check.js'
import { type KtapTest, readKtap } from '../../../../formats/ktap/index.js'

export const KUNIT_TITLE = 'KUnit tests of the carved code pass, as in stock'

/** Of the guest check that runs the tests: see guest/checks/kunit.sh. */
const RAN_BY = 'kunit'

/**
 * Whether the kernel's own KUnit tests pass in both kernels, with the same results. Takes the KTAP of both guests, and the names
 * of the test modules: suites of others, which may be built in, do not count, and one of which nothing is heard is a difference.
 */
export function compareKunit(stock: string, carved: string, modules: readonly string[]): Check {
  const before = resultsOf(stock, modules)
  const after = resultsOf(carved, modules)
  const differences = [
    ...problemsOf('stock', before, modules),
    ...problemsOf('carved', after, modules),
    ...[...after.tests].flatMap(([name, { status, said }]) => {
      const was = before.tests.get(name)?.status
      if (status === 'fail')
        return [
          `${name} failed${was === 'fail' ? ', in stock too' : ''}`,
          ...said.map(line => `${name}: ${line}`),
        ]
      if (was === undefined) return [`${name} ran in carved only`]
      return was === status ? [] : [`${name}: ${status}, stock has ${was}`]
    }),
    ...[...before.tests.keys()]
      .filter(name => !after.tests.has(name))
      .map(name => `${name} ran in stock only`),
  ]
  const skipped = [...after.tests.values()].filter(({ status }) => status === 'skip').length
  const evidence =
    after.tests.size === 0
      ? []
      : [
          `${counted(after.tests.size, 'test')} of ${counted(after.suites.length, 'suite')}, ${skipped} skipped, the same in both`,
          ...after.suites.map(({ name, subtests }) => `${name}: ${counted(subtests.length, 'test')}`),
        ]
  return checkOf('kunit', KUNIT_TITLE, { evidence, differences })
}

interface Results {
  readonly suites: readonly KtapTest[]
  readonly modules: ReadonlySet<string>
  /** By their names from the suite down, `sha256.test_hmac`, those without subtests. */
  readonly tests: ReadonlyMap<string, Result>
}

interface Result {
  readonly status: string
  readonly said: readonly string[]
}

function resultsOf(ktap: string, modules: readonly string[]): Results {
  const suites = (readKtap(ktap).tests.find(({ name }) => name === RAN_BY)?.subtests ?? []).filter(suite => {
    const module = moduleOf(suite)
    // KUnit has not always said it, and does not when the suite cannot even begin.
    return module === undefined || modules.includes(module)
  })
  return {
    suites,
    modules: new Set(suites.flatMap(suite => moduleOf(suite) ?? [])),
    tests: new Map(suites.flatMap(suite => leaves(suite, suite.name))),
  }
}

/** Among what introduces a suite since KUnit has attributes (lib/kunit/attributes.c). */
const moduleOf = ({ lines }: KtapTest): string | undefined =>
  lines.flatMap(line => /^module: (\S+)$/.exec(line)?.[1] ?? [])[0]

const MOST_LINES = 6

/** A test whose subtests pass may still have failed: it counts itself then. */
function leaves(test: KtapTest, name: string): [string, Result][] {
  const below = test.subtests.flatMap(subtest => leaves(subtest, `${name}.${subtest.name}`))
  const explained = test.subtests.some(({ status }) => status === 'fail')
  if (below.length > 0 && (test.status !== 'fail' || explained)) return below
  return [...below, [name, { status: test.status, said: test.lines.slice(0, MOST_LINES) }]]
}

/** Of test modules nothing may be heard: they could not be loaded, or KUnit is switched off. */
function problemsOf(kernel: string, { suites, modules }: Results, expected: readonly string[]): string[] {
  if (suites.length === 0) return [`${kernel}: no test has reported`]
  if (modules.size === 0) return []
  return expected.filter(name => !modules.has(name)).map(name => `${kernel}: ${name} has reported no suite`)
}
