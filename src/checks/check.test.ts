// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { allPass, checkOf, headline, skippedCheck } from './check.js'

const check = (evidence: readonly string[], differences: readonly string[] = []) =>
  checkOf('x', 'x is right', { evidence, differences })

test('a check passes with evidence and without a difference', () => {
  expect(check(['9 compared'])).toEqual({
    id: 'x',
    title: 'x is right',
    status: 'pass',
    evidence: ['9 compared'],
    differences: [],
  })
  expect(check(['9 compared'], ['one differs']).status).toBe('fail')
})

test('a check without evidence fails and says so', () => {
  expect(check([])).toMatchObject({ status: 'fail', differences: ['nothing was compared'] })
})

test('a skipped check does not fail', () => {
  const skipped = skippedCheck('y', 'y is right', 'no modules')
  expect(skipped).toMatchObject({ status: 'skip', evidence: ['no modules'] })
  expect(allPass([check(['1']), skipped])).toBe(true)
  expect(allPass([check(['1']), check([])])).toBe(false)
})

test('evidence sums a check up before differences do', () => {
  expect([check(['9 compared'], ['a']), check([], ['a', 'b'])].map(headline)).toEqual(['9 compared', 'a'])
})
