/* SPDX-License-Identifier: GPL-2.0-only */

/*
 * Until the module is loaded a redirected function panics with its name, or
 * calls its twin if it has one. The loader replaces the code at .Lsite with a
 * direct branch, or with adrp, add and br if the module is out of range. The
 * alignment keeps the adrp away from the end of a page, where it may trigger
 * Cortex-A53 erratum 843419.
 */
	.macro	fips140_slot index, name, twin
SYM_START(__wrap_\name, SYM_L_GLOBAL, .balign 16)
	hint	#34			/* bti c */
.Lsite_\name:
	.ifnb	\twin
	b	\twin
	brk	#0
	.else
	mov	w0, #\index
	b	fips140_unbound
	.endif
	brk	#0
SYM_FUNC_END(__wrap_\name)
	.endm
