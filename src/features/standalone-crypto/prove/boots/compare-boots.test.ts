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
  summary: 'The guest shut down cleanly',
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
  expect(checks.filter(({ status }) => status !== 'pass')).toEqual([])
  expect(checks.map(({ id }) => id)).toEqual([
    'boots',
    'algorithms',
    'initcalls',
    'messages',
    'af-alg',
    'parameters',
    'guest-checks',
  ])
})

test('when a boot fails, that is the only check', () => {
  const panic = {
    ...boot('fips140'),
    outcome: 'panic' as const,
    summary: 'Kernel panic',
    relevantLines: ['why'],
  }
  const checks = compareBoots(boot('kernel'), panic)
  expect(checks.map(({ id, status }) => [id, status])).toEqual([['boots', 'fail']])
  expect(checks[0]?.differences).toEqual(['carved: Kernel panic', 'carved: why'])
})

test('text that is not /proc/crypto is a difference, not an error', () => {
  const checks = compareBoots(boot('kernel'), boot('fips140', { crypto: 'garbage\n' }))
  expect(checks.find(({ id }) => id === 'algorithms')).toMatchObject({ status: 'fail' })
})

test('scenarios name figures and logs', () => {
  const fips = { name: 'fips=1', append: ['fips=1'], loadsModules: false }
  expect(inScenario('to init', fips)).toBe('to init (fips=1)')
  expect(inScenario('to init', { ...fips, name: '' })).toBe('to init')
  expect(logName('boot-stock', fips)).toBe('boot-stock-fips-1.log')
})
