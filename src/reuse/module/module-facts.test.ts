// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readElf } from '../../formats/elf/index.js'
import { scratch } from '../../formats/testing/scratch.js'
import { valueOrFormatError } from '../../formats/testing/value-or-format-error.js'
import { openModules } from '../open-modules.js'
import { moduleFacts } from './module-facts.js'

const dir = scratch()

const source = (body: string, release = '6.1.0') => `
	.section .modinfo,"a"
	.asciz "name=demo", "vermagic=${release} SMP ", "license=GPL", "depends=a,b", "import_ns=CRYPTO"
	.section .gnu.linkonce.this_module,"aw"
	.zero 8
	.quad init_module
	.zero 16
	.quad cleanup_module
	.zero 24
	.section __versions,"a"
	.quad 0xe8213e80
	.asciz "_printk"
	.zero 48
	.section .altinstructions,"a"
	.long init_module - ., init_module - .
	.short 0x8074
	.byte 5, 5
	.long init_module - ., init_module - .
	.short 304
	.byte 5, 5
	.section __bug_table,"aw"
	.long init_module - ., 0, 0
	.weak maybe_there
	.text
	.globl init_module, cleanup_module
	.type init_module,@function
init_module:
	${body}
	call _printk
	.reloc ., R_X86_64_NONE, maybe_there
	ret
	.size init_module, . - init_module
	.type local,@function
local:
	ret
	.type cleanup_module,@function
cleanup_module:
	ret
	.size cleanup_module, . - cleanup_module
`

function make(name: string, text: string): Buffer {
  writeFileSync(join(dir, 'm.s'), text)
  execFileSync('as', ['-o', name, 'm.s'], { cwd: dir })
  return readFileSync(join(dir, name))
}

const bytes = make('demo.ko', source('xorl %eax, %eax'))
const facts = (data: Uint8Array) => moduleFacts('demo.ko', readElf(data), 'x86_64')

test('a module tells what it expects of the kernel', () => {
  expect(facts(bytes)).toMatchObject({
    name: 'demo',
    vermagic: '6.1.0 SMP ',
    gpl: true,
    depends: ['a', 'b'],
    namespaces: ['CRYPTO'],
    imports: ['_printk'],
    layout: { size: 64, init: 8, exit: 32 },
    features: [
      { number: 0x74, count: 1 },
      { number: 304, count: 1 },
    ],
    btf: undefined,
    contract: undefined,
  })
  expect(facts(bytes).crcs).toEqual(new Map([['_printk', 0xe8213e80]]))
  expect(facts(bytes).records).toEqual([
    { section: '.altinstructions', struct: 'alt_instr', size: 24, addresses: [0, 4, 12, 16] },
    { section: '__bug_table', struct: 'bug_entry', size: 12, addresses: [0] },
    { section: '__versions', struct: 'modversion_info', size: 64, addresses: [] },
  ])
})

test('modules are found below directories, and what is none is wrong use', async () => {
  writeFileSync(join(dir, 'note.txt'), '')
  execFileSync('xz', ['-kf', 'demo.ko'], { cwd: dir })
  const paths = (await openModules([dir])).map(({ path }) => path)
  expect(paths).toContain(join(dir, 'demo.ko.xz'))
  await expect(openModules([join(dir, 'note.txt')])).rejects.toThrow('note.txt: not a module')
  await expect(openModules([join(dir, 'nowhere')])).rejects.toThrow('no such file')
})

test('a module with bytes changed gives facts or a format error', () => {
  const change = fc.tuple(fc.nat(bytes.length - 1), fc.nat(255))
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 30 }), changes => {
      const changed = Buffer.from(bytes)
      for (const [at, value] of changes) changed[at] = value
      valueOrFormatError(() => facts(changed))
    }),
    { numRuns: 500 },
  )
})
