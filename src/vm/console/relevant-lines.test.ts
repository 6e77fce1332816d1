// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { classifyLine } from './classify-line.js'
import { relevantLines } from './relevant-lines.js'

const linesOf = (text: string) => relevantLines(text.trim().split('\n').map(classifyLine))

test('an oops is told from its first line on, without registers', () => {
  const lines = linesOf(`
[    0.1] Linux version 6.12.117
[    1.0] BUG: kernel NULL pointer dereference, address: 0000000000000000
[    1.0] RIP: 0010:crypto_shash_final+0x0/0x10
[    1.0] Code: 00 00 00
[    1.0] RAX: 0000000000000000 RBX: ffff888000000000 RCX: 0000000000000000
[    1.0] CR2: 0000000000000000 CR3: 0000000001000000 CR4: 00000000000006b0
[    1.0] Call Trace:
[    1.0]  <TASK>
[    1.0]  do_one_initcall+0x72/0x153
[    1.0] Kernel panic - not syncing: Fatal exception`)
  expect(lines).toEqual([
    'BUG: kernel NULL pointer dereference, address: 0000000000000000',
    'RIP: 0010:crypto_shash_final+0x0/0x10',
    'Call Trace:',
    ' do_one_initcall+0x72/0x153',
    'Kernel panic - not syncing: Fatal exception',
  ])
})

test('without trouble it is the last lines that matter', () => {
  const lines = linesOf(Array.from({ length: 20 }, (_, i) => `[    0.${i}] line ${i}`).join('\n'))
  expect(lines.length).toBe(8)
  expect(lines.at(-1)).toBe('line 19')
})

test('a kernel that hangs in an initcall shows which', () => {
  expect(linesOf('[    0.1] calling  aes_init+0x0/0x10 @ 1')).toEqual(['calling  aes_init+0x0/0x10 @ 1'])
})
