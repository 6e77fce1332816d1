// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { allPass, type Check, checksText } from './checks.js'

const checks: readonly Check[] = [
  { name: 'boots', status: 'pass', detail: '6.12.0' },
  { name: 'modprobe', status: 'skip', detail: 'no modules' },
  {
    name: 'self-tests',
    status: 'fail',
    detail: '',
    lines: Array.from({ length: 14 }, (_, n) => `driver ${n}`),
  },
]

test('each check is a line, with the reasons below one that failed', () => {
  const text = checksText(checks)
  expect(text.split('\n').slice(0, 4)).toEqual([
    '  ok       boots       6.12.0',
    '  skipped  modprobe    no modules',
    '  FAILED   self-tests',
    '          | driver 0',
  ])
  expect(text).toContain('          | driver 11\n          | and 2 more (-v)\n')
  expect(checksText(checks, { verbose: true })).toContain('driver 13\n')
})

test('a line that only repeats the detail is left out', () => {
  const [text] = [checksText([{ name: 'boots', status: 'fail', detail: 'panic', lines: ['panic', 'why'] }])]
  expect(text).toBe('  FAILED  boots  panic\n          | why\n')
})

test('a skipped check does not fail', () => {
  expect(allPass(checks.slice(0, 2))).toBe(true)
  expect(allPass(checks)).toBe(false)
})
