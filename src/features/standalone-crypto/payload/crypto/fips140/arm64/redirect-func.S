/* SPDX-License-Identifier: GPL-2.0-only */

/*
 * Before the load a redirected function panics, naming itself. The loader
 * replaces what is at .Lsite: by a direct jump, or by adrp, add and br where
 * the module is out of reach. The slot is aligned so that its second word is
 * never where Cortex-A53 erratum 843419 forbids an adrp.
 */
	.macro	fips140_slot index, name
SYM_START(__wrap_\name, SYM_L_GLOBAL, .balign 16)
	hint	#34			/* bti c */
.Lsite_\name:
	mov	w0, #\index
	b	fips140_unbound
	brk	#0
SYM_FUNC_END(__wrap_\name)
	.endm
