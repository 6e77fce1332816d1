// SPDX-License-Identifier: GPL-2.0-only
import { makeModule, makeVmlinux } from '../../../../image/testing/make-kernel.js'

const MODULE = `
	.section .fips140_member,"a"
	.asciz "fips140 1.0 0123"
	.section .fips140_module,"a"
	.long 0x30343146, 1, 88
	.zero 76
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

const EMBEDDED_ALONE = '.fips140_embedded : { *(.fips140_embedded) . = ALIGN(4096); }'
const EMBEDDED_MERGED = '.init.data : { LONG(7) *(.fips140_embedded) . = ALIGN(4096); }'

/** A carved module at `dir/fips140.ko`; `more` is more assembler. */
export const makeCarvedModule = (dir: string, { more = '' } = {}): string =>
  makeModule(dir, { name: 'fips140', more: `${MODULE}${more}` })

/** The variable that the kernel of makeCarvedVmlinux reads. */
export const CARVED_TABLE = `
	.data
	.globl crypto_table
	.type crypto_table,@object
crypto_table:
	.zero 24
	.size crypto_table, 24
`

/** A vmlinux that carries it. `merged` hides it in .init.data, `dual` embeds `fresh.ko` as well, `more` is more assembler. */
export const makeCarvedVmlinux = (
  dir: string,
  name: string,
  { merged = false, dual = false, more = '' } = {},
): string =>
  makeVmlinux(dir, name, {
    more: `${CARVED}${dual ? DUAL : ''}${more}`,
    sections: merged ? EMBEDDED_MERGED : EMBEDDED_ALONE,
  })
