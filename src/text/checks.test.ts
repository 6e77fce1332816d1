// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { checkOf, skippedCheck } from '../checks/check.js'
import { checksText } from './checks.js'

const failed = (evidence: readonly string[], differences: readonly string[]) =>
  checkOf('self-tests', 'self-tests', { evidence, differences })

const checks = [
  checkOf('boots', 'boots', { evidence: ['6.12.0', 'in 3 s'], differences: [] }),
  skippedCheck('modprobe', 'modprobe', 'no modules'),
  failed(
    ['20 algorithms'],
    Array.from({ length: 14 }, (_, n) => `driver ${n}`),
  ),
]

test('each check is a line, with the differences below one that failed', () => {
  const text = checksText(checks)
  expect(text.split('\n').slice(0, 4)).toEqual([
    '  ok       boots       6.12.0',
    '  skipped  modprobe    no modules',
    '  FAILED   self-tests  20 algorithms',
    '          | driver 0',
  ])
  expect(text).toContain('          | driver 11\n          | and 2 more (-v)\n')
})

test('-v shows all evidence and every difference', () => {
  const text = checksText(checks, { verbose: true })
  expect(text).toContain('boots       6.12.0\n          | in 3 s\n')
  expect(text).toContain('driver 13\n')
})

test('without evidence the first difference sums the check up, and is not repeated', () => {
  expect(checksText([failed([], ['panic', 'why', 'panic'])])).toBe(
    '  FAILED  self-tests  panic\n          | why\n',
  )
})
