// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { compareMessages } from './compare-messages.js'

const stock = `<5>[    0.000000] Linux version 6.12.117
<4>[    0.100000] pci: no bus at 0xffffffff81a00000
<6>[    0.200000] Freeing unused kernel image memory: 604K
<7>[    0.250000] initcall f+0x0/0x1 returned -19 after 3 usecs
`
const differences = (carved: string) => compareMessages(stock, carved).differences

test('numbers, addresses and harmless lines may differ', () => {
  const carved = `<5>[    0.000000] Linux version 6.12.117+
<4>[    0.300000] pci: no bus at 0xffffffff82b00000
<6>[    0.200000] demo: 152 initcalls
<6>[    0.400000] Kernel command line: oops=panic
`
  expect(compareMessages(stock, carved)).toMatchObject({ status: 'pass', differences: [] })
})

test('new warnings are shown as printed, by level or by what they say', () => {
  expect(differences(`${stock}<4>[    1.5] alg: odd thing 17\n`)).toEqual(['alg: odd thing 17'])
  expect(differences(`${stock}<6>[    1.5] x: failed to start\n`)).toEqual(['x: failed to start'])
  expect(differences(`${stock}<1>[    1.5] BUG: bad\n oops continued\n`)).toEqual([
    'BUG: bad',
    'oops continued',
  ])
})

test('a warning that comes more often than in stock is new', () => {
  expect(differences(`${stock}<4>[    1.5] pci: no bus at 0x12\n`)).toHaveLength(1)
})

test("complaints about time are the host's", () => {
  expect(
    differences(`${stock}<4>[    1.5] clocksource: timekeeping watchdog: marking tsc unstable\n`),
  ).toEqual([])
  expect(differences(`${stock}<4>[    1.5] hpet: Lost 1 RTC interrupts\n`)).toEqual([])
})

test('without dmesg nothing is proved', () => {
  expect(compareMessages(stock, '').status).toBe('fail')
})
