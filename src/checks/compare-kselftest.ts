// SPDX-License-Identifier: GPL-2.0-only
import { type KtapTest, readKtap } from '../formats/ktap/index.js'
import { type Check, checkOf, counted, skippedCheck } from './check.js'

/** The guest check that runs them: see guest/kselftest. */
const RAN_BY = 'kselftest'
const TITLE = 'selftests of the kernel have the results of stock'

/**
 * Whether the kernel's selftests have the same results in both kernels. Takes the KTAP of both guests. What a test prints is KTAP
 * too for most, and is compared case by case. A test that fails in both is told, and is no difference.
 */
export function compareKselftest(stock: string, carved: string): Check {
  const [before, after] = [resultsOf(stock), resultsOf(carved)]
  const names = [...new Set([...before.keys(), ...after.keys()])]
  const differences = names.flatMap(name => {
    const [was, is] = [before.get(name), after.get(name)]
    return was === is ? [] : [`${name}: ${is ?? 'did not run'}, stock has ${was ?? 'not run it'}`]
  })
  if (differences.length === 0 && names.length > 0 && names.every(name => after.get(name) === 'skip'))
    return skippedCheck(
      'kselftest',
      TITLE,
      `both kernels skip ${counted(names.length, 'test')}: none was run`,
    )
  const having = (status: KtapTest['status']) => names.filter(name => after.get(name) === status)
  const failing = having('fail').filter(name => before.get(name) === 'fail')
  const evidence =
    after.size === 0
      ? []
      : [
          `${counted(names.length, 'result')} the same in both, ${having('skip').length} skipped, ${failing.length} failed`,
          ...failing.map(name => `${name} fails in both`),
        ]
  if (after.size === 0 && differences.length === 0) differences.push('no test has reported')
  return checkOf('kselftest', TITLE, { evidence, differences })
}

/** By name: `net: tls` and, of each case, `net: tls: tls.12_aes_gcm.sendfile`. */
function resultsOf(ktap: string): Map<string, KtapTest['status']> {
  const tests = readKtap(ktap).tests.find(({ name }) => name === RAN_BY)?.subtests ?? []
  return new Map(
    tests.flatMap(test => {
      const name = test.name.replace(/^(?:\d+ )?selftests: /, '')
      const cases = readKtap(`TAP version 13\n${test.lines.join('\n')}`).tests
      return [
        [name, test.status] as const,
        ...cases.map(each => [`${name}: ${each.name}`, each.status] as const),
      ]
    }),
  )
}
