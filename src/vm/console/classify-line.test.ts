// SPDX-License-Identifier: GPL-2.0-only
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { classifyLine } from './classify-line.js'

test.each([
  ['[    0.000000] Linux version 6.12.117 (root@build)', 'kernel'],
  ['[    1.393705][    T1] Running certificate verification RSA selftest', 'kernel'],
  ['Linux version 6.1.0', 'kernel'],
  ['[    3.852197] Kernel panic - not syncing: Attempted to kill init! exitcode=0x00000000', 'panic'],
  ['[    1.2] BUG: kernel NULL pointer dereference, address: 0000000000000000', 'oops'],
  ['[    1.2] kernel BUG at crypto/api.c:12!', 'oops'],
  ['[    1.2] Oops: general protection fault, probably for non-canonical address', 'oops'],
  ['[    1.2] WARNING: CPU: 0 PID: 1 at kernel/module/main.c:1 foo+0x1/0x2', 'warning'],
  ['[    9.0] rcu: INFO: rcu_sched detected stalls on CPUs/tasks', 'warning'],
  ['[    0.1] calling  crypto_algapi_init+0x0/0x70 @ 1', 'initcall'],
  ['[    0.1] initcall aes_init+0x0/0x20 [demo] returned 0 after 12 usecs', 'initcall'],
  ['@@kcarve begin crypto', 'marker'],
  ['|name         : aes', 'content'],
  ['KTAP version 1', 'ktap'],
  ['not ok 2 module', 'ktap'],
  ['# 170 algorithms', 'ktap'],
  ['qemu-system-x86_64: unable to find CPU model', 'qemu'],
  ['Decompressing Linux... Parsing ELF... done.', 'other'],
  ['', 'other'],
])('"%s" is of the kind %s', (line, kind) => {
  expect(classifyLine(line).kind).toBe(kind)
})

test('the time of the kernel is taken off its lines', () => {
  expect(classifyLine('[   12.500000] Freeing unused kernel image')).toEqual({
    kind: 'kernel',
    text: 'Freeing unused kernel image',
    time: 12.5,
  })
})

test('a marker has a verb and an argument', () => {
  expect(classifyLine('@@kcarve up 6.12.117')).toMatchObject({ verb: 'up', argument: '6.12.117' })
  expect(classifyLine('@@kcarve done')).toMatchObject({ verb: 'done', argument: '' })
})

test('a panic is seen in the middle of the line that a program was printing', () => {
  expect(classifyLine('|name   [    3.8] Kernel panic - not syncing: stack-protector')).toMatchObject({
    kind: 'panic',
    text: 'Kernel panic - not syncing: stack-protector',
  })
})

test('the end of a panic is not a second one', () => {
  expect(classifyLine('[    4.0] ---[ end Kernel panic - not syncing: x ]---').kind).toBe('kernel')
})

test('an error in a dump is content, not an event of this kernel', () => {
  expect(classifyLine('|<4>[    1.2] WARNING: CPU: 0 PID: 1 at x')).toEqual({
    kind: 'content',
    text: '<4>[    1.2] WARNING: CPU: 0 PID: 1 at x',
  })
})

test('any line is of some kind', () => {
  fc.assert(fc.property(fc.string(), line => classifyLine(line).kind !== undefined))
})
