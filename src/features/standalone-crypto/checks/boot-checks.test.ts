// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { headline } from '../../../checks/check.js'
import type { BootResult } from '../../../vm/index.js'
import { bootResult } from '../../../vm/testing/boot-result.js'
import { bootChecks } from './boot-checks.js'

const algorithm = (driver: string, module: string) =>
  `name : n\ndriver : ${driver}\nmodule : ${module}\npriority : 100\nrefcnt : 1\nselftest : passed\ninternal : no\ntype : shash\n\n`

const boot = (given: Partial<BootResult> = {}): BootResult =>
  bootResult({
    texts: new Map([['crypto', algorithm('sha256-generic', 'fips140') + algorithm('x', 'x')]]),
    ktap: 'KTAP version 1\n1..2\n# 2 algorithms\n# odd: unknown\nok 1 crypto-all\nok 2 modprobe # SKIP no modules\n',
    summary: 'The guest shut down cleanly',
    ...given,
  })

const brief = (checks: ReturnType<typeof bootChecks>) =>
  checks.map(check => `${check.status} ${check.id}: ${headline(check)}`)

test('a carved kernel that has everything passes', () => {
  expect(brief(bootChecks(boot(), { kind: 'carved' }))).toEqual([
    'pass boots: 6.12.0',
    'pass warnings: none on the console',
    'pass self-tests: 2 algorithms',
    'skip modprobe: no modules',
    'pass served: 1 of 2',
  ])
})

test('an algorithm that is left in vmlinux fails, by its driver', () => {
  const texts = new Map([['crypto', algorithm('a', 'fips140') + algorithm('aes-generic', 'kernel')]])
  const check = bootChecks(boot({ texts }), { kind: 'carved' }).at(-1)
  expect(check).toMatchObject({ status: 'fail', differences: ['aes-generic (n) is in vmlinux'] })
  expect(bootChecks(boot({ texts }), { kind: 'stock' }).every(({ status }) => status !== 'fail')).toBe(true)
})

test('a guest that stops reporting fails', () => {
  const ktap = 'KTAP version 1\n1..2\nok 1 afalg\n'
  expect(bootChecks(boot({ ktap }), { kind: 'stock' }).at(-1)).toMatchObject({
    status: 'fail',
    differences: ['1 check never reported'],
  })
})

test('a boot without any check of the guest fails', () => {
  const checks = bootChecks(boot({ ktap: '', texts: new Map() }), { kind: 'carved' })
  expect(checks.some(({ status }) => status === 'fail')).toBe(true)
})

test('an expected panic passes with its text only', () => {
  const panicked = boot({
    outcome: 'panic',
    panics: ['Kernel panic - not syncing: fips140: x'],
    summary: 's',
  })
  expect(bootChecks(panicked, { kind: 'panic', text: 'fips140' })[0]?.status).toBe('pass')
  expect(bootChecks(panicked, { kind: 'panic', text: 'VFS' })[0]?.status).toBe('fail')
  expect(bootChecks(boot(), { kind: 'panic', text: '' })[0]?.status).toBe('fail')
})

test('what a selection leaves in vmlinux is counted and does not fail', () => {
  const texts = new Map([['crypto', algorithm('a', 'fips140') + algorithm('b', 'kernel')]])
  const served = (isPartial: boolean) =>
    brief(bootChecks(boot({ texts }), { kind: 'carved' }, { isPartial })).at(-1)
  expect(served(true)).toBe('pass served: 1 of 2, 1 in vmlinux as selected')
  expect(served(false)).toBe('fail served: 1 of 2')
})

test('warnings are counted, and shown', () => {
  expect(bootChecks(boot({ warnings: ['WARNING: x'] }), { kind: 'stock' })[1]).toMatchObject({
    id: 'warnings',
    status: 'fail',
    evidence: ['1 printed'],
    differences: ['WARNING: x'],
  })
})

test('a kernel of which fips140 serves nothing fails, whatever a selection left', () => {
  const texts = new Map([['crypto', algorithm('b', 'kernel')]])
  expect(bootChecks(boot({ texts }), { kind: 'carved' }, { isPartial: true }).at(-1)).toMatchObject({
    id: 'served',
    status: 'fail',
    differences: ['fips140 serves no algorithm'],
  })
})
