// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** One exported symbol as modpost writes it: its strings, and a kernel_symbol of three relative offsets. */
export const exported = (name: string, sec: '' | '_gpl', namespace: string) => `
	.section "__ksymtab_strings","aMS",%progbits,1
__kstrtab_${name}:
	.asciz "${name}"
__kstrtabns_${name}:
	.asciz "${namespace}"
	.section "___ksymtab${sec}+${name}","a"
	.balign 4
	.long ${name} - .
	.long __kstrtab_${name} - .
	.long __kstrtabns_${name} - .
`

const moduleSource = (name: string, more: string) => `
	.section .modinfo,"a"
	.asciz "name=${name}"
	.asciz "version=1.0"
	.asciz "vermagic=6.12.117 SMP mod_unload "
	.asciz "depends=aes,sha-1"
	.asciz "license=GPL"
	.section .gnu.linkonce.this_module,"aw"
	.zero 64
${more}
	.text
	.globl crypto_one, crypto_two
	.type crypto_one,@function
crypto_one:
	call printk
	call kmalloc_here
	ret
crypto_two:
	ret
${exported('crypto_one', '_gpl', '')}
${exported('crypto_two', '', 'CRYPTO_INTERNAL')}
`

/** Merges export tables as scripts/module.lds.S does. */
const MODULE_LDS =
  'SECTIONS { __ksymtab 0 : { *(SORT(___ksymtab+*)) } __ksymtab_gpl 0 : { *(SORT(___ksymtab_gpl+*)) } }'

const VMLINUX = `
	.section .rodata,"a"
	.globl linux_banner
	.asciz "%s version %s"
	.asciz "Linux version "
linux_banner:
	.asciz "Linux version 6.12.117 (me@here) (gcc 12) #1 SMP"
	.text
	.globl _start
_start:
	ret
${exported('_start', '_gpl', '')}
`

const vmlinuxLds = (sections: string) => `
SECTIONS {
  . = 0xffffffff81000000;
  .text : { *(.text) }
  .data : { *(.data) }
  .rodata : { *(.rodata) }
  __ksymtab : { *(SORT(___ksymtab+*)) }
  __ksymtab_gpl : { *(SORT(___ksymtab_gpl+*)) }
  __ksymtab_strings : { *(__ksymtab_strings) }
  ${sections}
}`

/**
 * A module, as small as one can be, at `dir/NAME.ko`; `object.o` beside it is its state before the export tables are merged.
 * `more` is assembler for what else is in it.
 */
export function makeModule(dir: string, { name = 'demo', more = '' } = {}): string {
  assemble(dir, 'object', moduleSource(name, more))
  writeFileSync(join(dir, 'module.lds'), MODULE_LDS)
  run(dir, 'ld', '-r', '--build-id=sha1', '-T', 'module.lds', '-o', `${name}.ko`, 'object.o')
  return join(dir, `${name}.ko`)
}

/**
 * A vmlinux that nothing could boot, with the parts an inspection looks for. `more` is assembler for what else is in it,
 * `sections` where the linker puts that.
 */
export function makeVmlinux(dir: string, name: string, { more = '', sections = '' } = {}): string {
  assemble(dir, `${name}-object`, `${VMLINUX}${more}`)
  writeFileSync(join(dir, `${name}.lds`), vmlinuxLds(sections))
  run(dir, 'ld', '-T', `${name}.lds`, '-o', name, `${name}-object.o`)
  return join(dir, name)
}

/** The vmlinux.bin that goes into a bzImage. */
export function stripVmlinux(vmlinux: string): string {
  execFileSync('objcopy', ['-R', '.comment', '-S', vmlinux, `${vmlinux}.bin`])
  return `${vmlinux}.bin`
}

function assemble(dir: string, name: string, source: string): void {
  writeFileSync(join(dir, `${name}.s`), source)
  run(dir, 'as', '-o', `${name}.o`, `${name}.s`)
}

function run(cwd: string, program: string, ...args: string[]): void {
  execFileSync(program, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
}
