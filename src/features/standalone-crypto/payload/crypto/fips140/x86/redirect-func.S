/* SPDX-License-Identifier: GPL-2.0-only */

/*
 * Until the module is loaded a redirected function panics with its name, or
 * calls its twin if it has one. The loader replaces the instruction at .Lsite,
 * which has the size of a direct jump.
 */
	.macro	fips140_slot index, name, twin
SYM_FUNC_START(__wrap_\name)
.Lsite_\name:
	.ifnb	\twin
	jmp	\twin
	.else
	movl	$\index, %edi
	jmp	fips140_unbound
	.endif
SYM_FUNC_END(__wrap_\name)
	.endm
