// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { checkOf, skippedCheck } from './check.js'
import { compareChecks } from './compare-checks.js'

const passes = (id: string, line = 'fine') => checkOf(id, id, { evidence: [line], differences: [] })
const fails = (id: string) => checkOf(id, id, { evidence: [], differences: ['broken'] })
const compare = compareChecks

test('checks with equal results pass, one that fails in both too, and one that only the other kernel has', () => {
  const same = [passes('luks'), fails('keys'), skippedCheck('ktls', 'ktls', 'no tls')]
  expect(compare(same, [...same, passes('integrity')])).toMatchObject({
    status: 'pass',
    evidence: [
      '3 checks compared',
      'luks: pass (fine)',
      'keys: fail (broken)',
      'ktls: skip (no tls)',
      'integrity: pass (fine); stock has no such check',
    ],
  })
})

test('another status, another summary and a check that did not run are differences', () => {
  const stock = [passes('luks'), passes('ipsec', '7 algorithms'), passes('ktls'), passes('keys')]
  const other = [fails('luks'), passes('ipsec', '6 algorithms'), skippedCheck('ktls', 'ktls', 'no tls')]
  expect(compare(stock, [...other, fails('integrity')]).differences).toEqual([
    'luks: stock pass (fine)',
    'luks: here fail (broken)',
    'ipsec: 6 algorithms, stock: 7 algorithms',
    'ktls: stock pass (fine)',
    'ktls: here skip (no tls)',
    'integrity fails: broken',
    'keys did not run',
  ])
})

test('nothing compared is nothing proved', () => {
  expect(compare([], [passes('integrity')]).status).toBe('fail')
})
