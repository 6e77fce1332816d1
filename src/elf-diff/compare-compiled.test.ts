// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readElf } from '../formats/elf/index.js'
import { scratch } from '../formats/testing/scratch.js'
import { valueOrFormatError } from '../formats/testing/value-or-format-error.js'
import { compareCompiled, otherSymbols } from './compare-compiled.js'

const dir = scratch()

/** A module with a bug entry, a table of functions, and code that calls out. */
const SOURCE = `
	.section .modinfo,"a"
	.asciz "vermagic=6.1.0 SMP "
	.section __bug_table,"aw"
	.long f - ., text - ., 77
	.section .rodata.str1.1,"aMS",@progbits,1
text:	.asciz "a.c"
	.section .init.table,"a"
	.quad f, text
	.long 40, 0
	.text
	.globl f
	.type f,@function
f:
	xorl %eax, %eax
	call _printk
	ret
	.size f, . - f
	.type g,@function
g:
	ret
	.size g, . - g
`

function make(source: string): Buffer {
  writeFileSync(join(dir, 'm.s'), source)
  execFileSync('as', ['-o', 'm.o', 'm.s'], { cwd: dir })
  return readFileSync(join(dir, 'm.o'))
}

const bytes = make(SOURCE)
const changed = (from: string, to: string) => {
  expect(SOURCE).toContain(from)
  return compareCompiled(readElf(bytes), readElf(make(SOURCE.replace(from, to))))
}

test('compiled for two kernels it is the same, whatever their release and the lines of their headers', () => {
  expect(changed('6.1.0', '6.1.1')).toEqual([])
  expect(changed(', 77', ', 78')).toEqual([])
})

test('where the kernel was built is no difference, and what else is in such a string is', () => {
  const at = (path: string) => readElf(make(SOURCE.replace('a.c', path)))
  const [here, there] = ['/build/dir/linux-7.2.11/', '/build/dir/linux-7.2.12/']
  expect(compareCompiled(at(`${here}net/a.c`), at(`${there}net/a.c`))).toEqual([])
  expect(compareCompiled(at(`${here}net/a.c`), at(`${there}net/b.c`))).toEqual(['.rodata.str1.1'])
  expect(compareCompiled(at('/home/me/linux-7.2.11/a.c'), at('/home/me/linux-7.2.12/a.c'))).toEqual([
    '.rodata.str1.1',
  ])
})

test('code, data, and what is called are differences', () => {
  expect(changed('xorl %eax, %eax', 'xorl %ecx, %ecx')).toEqual(['f()'])
  expect(changed('.long 40, 0', '.long 50, 0')).toEqual(['.init.table'])
  expect(changed('call _printk', 'call _other')).toEqual(['.text'])
})

test('what differs in nothing but the name of a symbol of others is told with both names', () => {
  const symbolsOf = (from: string, to: string) =>
    otherSymbols(readElf(bytes), readElf(make(SOURCE.replace(from, to))))
  expect(symbolsOf('call _printk', 'call _other')).toEqual([{ from: '_printk', to: '_other' }])
  // Nothing differs, code differs as well, one of its own is called, or it is called elsewhere.
  expect(symbolsOf('call _printk', 'call _printk')).toBeUndefined()
  expect(symbolsOf('xorl %eax, %eax\n\tcall _printk', 'xorl %ebx, %ebx\n\tcall _other')).toBeUndefined()
  expect(symbolsOf('call _printk', 'call g')).toBeUndefined()
  expect(symbolsOf('xorl %eax, %eax\n\tcall _printk', 'call _printk\n\txorl %eax, %eax')).toBeUndefined()
})

test('objects compiled from the same source differ in nothing when an edit moves its lines', () => {
  const source = `#define NAME_(l) __initcall__kmod_x__1_##l##_f6
#define NAME(l) NAME_(l)
int f(void) { return 1; }
void *NAME(__LINE__) __attribute__((section(".initcall6.init"))) = f;
`
  const [one, other] = [source, `\n\n${source}`].map((text, index) => {
    writeFileSync(join(dir, `${index}.c`), text)
    execFileSync('gcc', ['-c', '-O1', '-o', `${index}.o`, `${index}.c`], { cwd: dir })
    return readElf(readFileSync(join(dir, `${index}.o`)))
  })
  expect(one && other && compareCompiled(one, other)).toEqual([])
})

test('a module with bytes changed gives differences or a format error', () => {
  const change = fc.tuple(fc.nat(bytes.length - 1), fc.nat(255))
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 30 }), changes => {
      const damaged = Buffer.from(bytes)
      for (const [at, value] of changes) damaged[at] = value
      valueOrFormatError(() => compareCompiled(readElf(bytes), readElf(damaged)))
    }),
    { numRuns: 500 },
  )
})
