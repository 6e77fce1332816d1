// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readElf } from '../../../formats/elf/index.js'
import { scratch } from '../../../formats/testing/scratch.js'
import { valueOrFormatError } from '../../../formats/testing/value-or-format-error.js'
import { modulePart } from './module-part.js'

const dir = scratch()

const SOURCE = `
	.section .fips140_module,"a"
	.long 0x30343146, 1, 88
	.zero 76
	.section .rodata.str1.1,"aMS",@progbits,1
group:	.asciz "crypto/fips140-run"
	.section .init.fips140_initcalls,"a"
	.quad init, group
	.long 40, 0
	.data
	.globl table
	.type table,@object
table:
	.quad 0, init, .text + (local - init), 0, other, other
	.size table, . - table
	.text
	.globl init, other
	.type init,@function
init:
	ret
	.size init, . - init
	.type local,@function
local:
	ret
	.type other,@function
other:
	ret
	.size other, . - other
`

function make(source: string): Buffer {
  writeFileSync(join(dir, 'm.s'), source)
  execFileSync('as', ['-o', 'm.ko', 'm.s'], { cwd: dir })
  return readFileSync(join(dir, 'm.ko'))
}

const bytes = make(SOURCE)

test('a carved module tells its descriptor, its groups of objects, and what redirects can lead to', () => {
  expect(modulePart(readElf(bytes))).toMatchObject({
    abi: 1,
    descriptorSize: 88,
    groups: new Set(['crypto/fips140-run']),
    defined: new Map([
      ['table', 48],
      ['init', 1],
      ['other', 1],
    ]),
  })
})

test('what a variable points to tells its layout, where it does so once', () => {
  const part = modulePart(readElf(bytes))
  expect(part?.pointersIn('table')).toEqual(
    new Map([
      ['init', 8],
      ['local', 16],
    ]),
  )
  expect(part?.pointersIn('nothing')).toEqual(new Map())
})

test('a module without a valid descriptor is of another kind', () => {
  expect(modulePart(readElf(make(SOURCE.replace('0x30343146', '0'))))).toBeUndefined()
  expect(modulePart(readElf(make('nop\n')))).toBeUndefined()
})

test('a module with bytes changed gives a value or a format error', () => {
  const change = fc.tuple(fc.nat(bytes.length - 1), fc.nat(255))
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 30 }), changes => {
      const changed = Buffer.from(bytes)
      for (const [at, value] of changes) changed[at] = value
      valueOrFormatError(() => modulePart(readElf(changed))?.pointersIn('table'))
    }),
    { numRuns: 300 },
  )
})
