// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { compareKunit } from './compare-kunit.js'

interface Said {
  readonly suites?: Readonly<Record<string, readonly string[]>>
  readonly fails?: readonly string[]
}

/** What a guest prints of suites with these tests, as KUnit and guest/checks/kunit.sh do; `fails` are tests. */
function ktap({ suites = { sha256: ['vectors', 'hmac'] }, fails = [] }: Said = {}): string {
  const documents = Object.entries(suites).map(([suite, tests]) => {
    const results = tests.flatMap((name, at) => {
      const failed = fails.includes(name)
      const result = `${failed ? 'not ok' : 'ok'} ${at + 1} ${name.replace(' skipped', ' # SKIP no irq')}`
      return [
        ...(failed
          ? [`        # ${name}: EXPECTATION FAILED at lib/crypto/tests/x.c:12`, '    #     Expected a == b']
          : []),
        `        ${result}`,
      ]
    })
    const failed = tests.some(name => fails.includes(name))
    return [
      '    KTAP version 1',
      '    1..1',
      '        KTAP version 1',
      `        # Subtest: ${suite}`,
      `        # module: ${suite}_kunit`,
      `        1..${tests.length}`,
      ...results,
      `    # ${suite}: pass:${tests.length} fail:0 skip:0 total:${tests.length}`,
      `    ${failed ? 'not ok' : 'ok'} 1 ${suite}`,
    ]
  })
  return [
    'KTAP version 1',
    '1..2',
    'ok 1 afalg',
    ...documents.flat(),
    `# ${documents.length} suites`,
    `${fails.length > 0 ? 'not ok' : 'ok'} 2 kunit`,
    '',
  ].join('\n')
}

const MODULES = ['sha256_kunit']

test('the same results pass, counted by suite', () => {
  expect(compareKunit(ktap(), ktap(), MODULES)).toMatchObject({
    id: 'kunit',
    status: 'pass',
    evidence: ['2 tests of 1 suite, 0 skipped, the same in both', 'sha256: 2 tests'],
  })
})

test('a test that fails in the carved kernel is a difference, with what KUnit says of it', () => {
  expect(compareKunit(ktap(), ktap({ fails: ['hmac'] }), MODULES).differences).toEqual([
    'sha256.hmac failed',
    'sha256.hmac: hmac: EXPECTATION FAILED at lib/crypto/tests/x.c:12',
    'sha256.hmac: Expected a == b',
  ])
})

test('a test that fails in both is a difference too: all have to pass', () => {
  const failing = ktap({ fails: ['hmac'] })
  expect(compareKunit(failing, failing, MODULES).differences[0]).toBe('sha256.hmac failed, in stock too')
})

test('a test that one kernel skips or lacks is a difference', () => {
  const skipping = ktap({ suites: { sha256: ['vectors', 'hmac skipped'] } })
  expect(compareKunit(ktap(), skipping, MODULES).differences).toEqual(['sha256.hmac: skip, stock has pass'])
  const shorter = ktap({ suites: { sha256: ['vectors'] } })
  expect(compareKunit(ktap(), shorter, MODULES).differences).toEqual(['sha256.hmac ran in stock only'])
  expect(compareKunit(shorter, ktap(), MODULES).differences).toEqual(['sha256.hmac ran in carved only'])
})

test('a module of which nothing is heard, and a guest that says nothing, are differences', () => {
  expect(compareKunit(ktap(), ktap(), ['sha1_kunit', ...MODULES]).differences).toEqual([
    'stock: sha1_kunit has reported no suite',
    'carved: sha1_kunit has reported no suite',
  ])
  const silent = 'KTAP version 1\n1..1\nok 1 kunit\n'
  expect(compareKunit(ktap(), silent, MODULES).differences).toContain('carved: no test has reported')
})

test('suites of other modules do not count', () => {
  const other = { sha256: ['vectors'], time: ['leap'] }
  const stock = ktap({ suites: other })
  expect(compareKunit(stock, ktap({ suites: other, fails: ['leap'] }), MODULES).status).toBe('pass')
})
