// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** One exported symbol as modpost writes it: its strings, and a kernel_symbol of three relative offsets. */
const exported = (name: string, sec: '' | '_gpl', namespace: string) => `
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

const MODULE = `
	.section .modinfo,"a"
	.asciz "name=fips140"
	.asciz "version=1.0"
	.asciz "vermagic=6.12.117 SMP mod_unload "
	.asciz "depends=aes,sha-1"
	.asciz "license=GPL"
	.section .gnu.linkonce.this_module,"aw"
	.zero 64
	.section .fips140_member,"a"
	.asciz "fips140 1.0 0123"
	.section .fips140_module,"a"
	.long 0x30343146, 1, 88
	.zero 76
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

const CARVED = `
	.section .fips140_embedded,"a"
	.globl _binary_fips140_ko_start, _binary_fips140_ko_end
_binary_fips140_ko_start:
	.incbin "fips140.ko"
_binary_fips140_ko_end:
	.section .rodata,"a"
name_one:
	.asciz "crypto_one"
name_table:
	.asciz "crypto_table"
	.balign 64
	.zero 512
	.section .data,"aw"
	.globl fips140_funcs, fips140_funcs_end, fips140_vars, fips140_vars_end
fips140_funcs:
	.quad name_one, __wrap_crypto_one, 0
fips140_funcs_end:
fips140_vars:
	.quad name_table, crypto_table, 24, 0
fips140_vars_end:
	.globl crypto_table
	.type crypto_table,@object
crypto_table:
	.zero 24
	.size crypto_table, 24
	.text
	.globl __wrap_crypto_one
	.balign 16
	.type __wrap_crypto_one,@function
__wrap_crypto_one:
	jmp __wrap_crypto_one
	.size __wrap_crypto_one, . - __wrap_crypto_one
	.text
	.type elsewhere,@function
elsewhere:
	ret
`

const DUAL = `
	.section .fips140_embedded,"a"
	.balign 16
	.globl _binary_fips140_fresh_ko_start, _binary_fips140_fresh_ko_end
_binary_fips140_fresh_ko_start:
	.incbin "fresh.ko"
_binary_fips140_fresh_ko_end:
`

const vmlinuxLds = (embedded: string) => `
SECTIONS {
  . = 0xffffffff81000000;
  .text : { *(.text) }
  .data : { *(.data) }
  .rodata : { *(.rodata) }
  __ksymtab : { *(SORT(___ksymtab+*)) }
  __ksymtab_gpl : { *(SORT(___ksymtab_gpl+*)) }
  __ksymtab_strings : { *(__ksymtab_strings) }
  ${embedded}
}`

const EMBEDDED_ALONE = '.fips140_embedded : { *(.fips140_embedded) . = ALIGN(4096); }'
const EMBEDDED_MERGED = '.init.data : { LONG(7) *(.fips140_embedded) . = ALIGN(4096); }'

/** A module, as small as one can be, at `dir/fips140.ko`; `object.o` beside it is its state before the export tables are merged. */
export function makeModule(dir: string): string {
  assemble(dir, 'object', MODULE)
  writeFileSync(join(dir, 'module.lds'), MODULE_LDS)
  run(dir, 'ld', '-r', '--build-id=sha1', '-T', 'module.lds', '-o', 'fips140.ko', 'object.o')
  return join(dir, 'fips140.ko')
}

/**
 * A vmlinux that nothing could boot, with the parts an inspection looks for. `merged` hides the module in .init.data, `dual`
 * embeds `fresh.ko` as well.
 */
export function makeVmlinux(
  dir: string,
  name: string,
  { carved = true, merged = false, dual = false } = {},
): string {
  assemble(dir, `${name}-object`, `${VMLINUX}${carved ? CARVED : ''}${dual ? DUAL : ''}`)
  writeFileSync(join(dir, `${name}.lds`), vmlinuxLds(merged ? EMBEDDED_MERGED : EMBEDDED_ALONE))
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
