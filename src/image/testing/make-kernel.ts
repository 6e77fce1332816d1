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
	.section .fips140_desc,"a"
	.zero 48
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
	.section .fips140_redirect,"ax"
	.globl __fips140_redirect_start, __fips140_redirect_end, __wrap_crypto_one
__fips140_redirect_start:
	.balign 16
	.type __wrap_crypto_one,@function
__wrap_crypto_one:
	jmp __wrap_crypto_one
	.size __wrap_crypto_one, . - __wrap_crypto_one
	.type crypto_table,@object
crypto_table:
	.zero 24
	.size crypto_table, 24
__fips140_redirect_end:
	.text
	.type elsewhere,@function
elsewhere:
	ret
`

const vmlinuxLds = (embedded: string) => `
SECTIONS {
  . = 0xffffffff81000000;
  .text : { *(.text) }
  .fips140_redirect : { *(.fips140_redirect) }
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
  run(dir, 'ld', '-r', '-T', 'module.lds', '-o', 'fips140.ko', 'object.o')
  return join(dir, 'fips140.ko')
}

/** A vmlinux that nothing could boot, with the parts an inspection looks for. `merged` hides the module in .init.data. */
export function makeVmlinux(dir: string, name: string, { carved = true, merged = false } = {}): string {
  assemble(dir, `${name}-object`, carved ? VMLINUX + CARVED : VMLINUX)
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
