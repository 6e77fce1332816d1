/* SPDX-License-Identifier: GPL-2.0-only */
#include <linux/linkage.h>
#include <linux/stringify.h>

/*
 * Before the load a redirected function panics, naming itself. The loader
 * replaces the instruction at .Lsite, which has the size of a direct jump.
 */
#define FIPS140_FUNC(index, name)				\
	SYM_FUNC_START(__wrap_##name) ASM_NL			\
.Lsite_##name: ASM_NL						\
	movl	$index, %edi ASM_NL				\
	jmp	fips140_unbound ASM_NL				\
	SYM_FUNC_END(__wrap_##name) ASM_NL			\
	FIPS140_FUNC_ENTRY(name)
