// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { compareBoots } from './compare-boots.js'
import { inScenario, logName } from './scenario.js'

const entry = (module: string) => `name         : aes
driver       : aes-generic
module       : ${module}
priority     : 100
refcnt       : 1
selftest     : passed
internal     : no
type         : cipher
`
const boot = (module: string, texts: Readonly<Record<string, string>> = {}) => ({
  outcome: 'completed' as const,
  summary: 'The guest came to its end',
  relevantLines: [],
  ktap: 'KTAP version 1\n1..1\nok 1 afalg\n',
  texts: new Map(
    Object.entries({
      crypto: entry(module),
      dmesg:
        '<7>[ 0.1] calling  f+0x0/0x1 @ 1\n<7>[ 0.2] initcall f+0x0/0x1 returned 0 after 1 usecs\n<6>[ 0.3] hello\n',
      afalg: 'a 1\n',
      sysmodule: 'tcp\n',
      ...texts,
    }),
  ),
})

test('two boots that agree pass every check', () => {
  const checks = compareBoots(boot('kernel'), boot('fips140'))
  expect(checks.filter(({ passed }) => !passed)).toEqual([])
  expect(checks.map(({ name }) => name)).toEqual([
    'boot',
    'algorithms',
    'initcalls',
    'messages',
    'af_alg',
    'parameters',
    'guest checks',
  ])
})

test('a boot that fails is the one thing that is told', () => {
  const panic = {
    ...boot('fips140'),
    outcome: 'panic' as const,
    summary: 'Kernel panic',
    relevantLines: ['why'],
  }
  const checks = compareBoots(boot('kernel'), panic)
  expect(checks.map(({ name, passed }) => [name, passed])).toEqual([['boot', false]])
  expect(checks[0]?.differences).toEqual(['carved: Kernel panic', 'carved: why'])
})

test('text that is not /proc/crypto is a difference, not an error', () => {
  const checks = compareBoots(boot('kernel'), boot('fips140', { crypto: 'garbage\n' }))
  expect(checks.find(({ name }) => name === 'algorithms')).toMatchObject({ passed: false })
})

test('scenarios name checks and logs', () => {
  const fips = { name: 'fips=1', append: ['fips=1'], loadsModules: false }
  expect(inScenario('boot', fips)).toBe('boot (fips=1)')
  expect(inScenario('boot', { ...fips, name: '' })).toBe('boot')
  expect(logName('boot-stock', fips)).toBe('boot-stock-fips-1.log')
})
