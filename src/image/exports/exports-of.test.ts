// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readElf } from '../../formats/elf/index.js'
import { scratch } from '../../formats/testing/scratch.js'
import { exportsOf } from './index.js'

const dir = scratch()

const STRINGS =
  '.section "__ksymtab_strings","aMS",%progbits,1\nn_a: .asciz "alpha"\nn_b: .asciz "beta"\nns: .asciz "CRYPTO"\nnone: .asciz ""\n.text\n.globl f\nf: ret\n'
const relative = (name: string, ns: string) => `.long f - ., ${name} - ., ${ns} - .\n`
const absolute = (name: string, ns: string) => `.quad f, ${name}, ${ns}\n`
const section = (name: string, contents: string) => `.section "${name}","a"\n${contents}`

/** The exports of an object with these sections, and of what the linker makes of it. */
function both(source: string) {
  writeFileSync(join(dir, 'e.s'), STRINGS + source)
  execFileSync('as', ['-o', 'e.o', 'e.s'], { cwd: dir })
  execFileSync('ld', ['-e', 'f', '-o', 'e', 'e.o'], { cwd: dir })
  execFileSync('strip', ['e'], { cwd: dir })
  return ['e.o', 'e'].map(file => exportsOf(readElf(readFileSync(join(dir, file)))))
}

const A = { name: 'alpha', gpl: false, namespace: '', crc: 0x11223344 }
const B = { name: 'beta', gpl: true, namespace: 'CRYPTO', crc: 0xfffffffe }

test('two tables with their CRCs, for all modules and for GPL ones', () => {
  const read = both(
    section('__ksymtab', relative('n_a', 'none')) +
      section('__ksymtab_gpl', relative('n_b', 'ns')) +
      section('__kcrctab', '.long 0x11223344\n') +
      section('__kcrctab_gpl', '.long 0xfffffffe\n'),
  )
  expect(read).toEqual([
    [A, B],
    [A, B],
  ])
})

test('one table whose flags tell the licence, as since Linux 7.1', () => {
  const read = both(
    section('__ksymtab', relative('n_a', 'none') + relative('n_b', 'ns')) +
      section('__kcrctab', '.long 0x11223344, 0xfffffffe\n') +
      section('__kflagstab', '.byte 0, 1\n'),
  )
  expect(read).toEqual([
    [A, B],
    [A, B],
  ])
})

test('a table of addresses, with a null pointer for no namespace', () => {
  const read = both(
    section('__ksymtab', absolute('n_a', '0')) + section('__ksymtab_gpl', absolute('n_b', 'ns')),
  )
  expect(read).toEqual(
    Array(2).fill([
      { ...A, crc: null },
      { ...B, crc: null },
    ]),
  )
})

test('an entry that points to nowhere is named', () => {
  expect(() => both(section('__ksymtab', '.long 0x7fffffff, 0x7fffffff, 0\n'))).toThrow(
    /^__ksymtab at offset \d+: does not point to a string/,
  )
})
