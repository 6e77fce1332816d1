// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { compareGuestChecks } from './compare-guest-checks.js'

const ktap = (...lines: string[]) =>
  `KTAP version 1\n1..${lines.filter(line => !line.startsWith('#')).length}\n${lines.join('\n')}\n`

test('checks that pass or are skipped pass', () => {
  const check = compareGuestChecks(
    ktap('ok 1 module # SKIP', 'ok 2 afalg'),
    ktap('# live', 'ok 1 module', 'ok 2 afalg'),
  )
  expect(check).toMatchObject({
    status: 'pass',
    evidence: ['2 checks ran', 'module: pass (live)', 'afalg: pass'],
  })
})

test('a failure is none of ours when stock fails as well', () => {
  const failed = ktap('# aes: unknown', 'not ok 1 crypto-all')
  expect(compareGuestChecks(failed, failed).status).toBe('pass')
  expect(compareGuestChecks(ktap('ok 1 crypto-all'), failed).differences).toEqual([
    'crypto-all failed: aes: unknown',
  ])
})

test('checks that did not run are missed', () => {
  const check = compareGuestChecks(ktap('ok 1 a', 'ok 2 b'), ktap('ok 1 a'))
  expect(check.differences).toEqual(['b did not run'])
  expect(compareGuestChecks(ktap('ok 1 a'), '').status).toBe('fail')
})
