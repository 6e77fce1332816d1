/* SPDX-License-Identifier: GPL-2.0-only */
/* What the assembler source that redirect.sh makes is written in. */
#include <linux/linkage.h>

#define FIPS140_STRING(label, name)				\
	.pushsection .init.rodata, "a" ASM_NL			\
label:	.asciz	#name ASM_NL					\
	.popsection ASM_NL

/* struct fips140_func */
#define FIPS140_FUNC_ENTRY(name)				\
	FIPS140_STRING(.Lname_##name, name)			\
	.pushsection .init.data.fips140_funcs, "aw" ASM_NL	\
	.quad	.Lname_##name, .Lsite_##name, 0 ASM_NL		\
	.popsection

/* struct fips140_var and its storage */
#define FIPS140_VAR(name, section, size, align)			\
	FIPS140_STRING(.Lname_##name, name)			\
	.pushsection section, "aw" ASM_NL			\
	.globl	name ASM_NL					\
	.type	name, %object ASM_NL				\
	.size	name, size ASM_NL				\
	.balign	align ASM_NL					\
name:	.skip	size ASM_NL					\
	.popsection ASM_NL					\
	.pushsection .init.data.fips140_vars, "aw" ASM_NL	\
	.quad	.Lname_##name, name, size, 0 ASM_NL		\
	.popsection

/* struct obs_kernel_param: vmlinux leaves the parameter to the module */
#define FIPS140_SETUP(index, str)				\
	.pushsection .init.rodata, "a" ASM_NL			\
.Lsetup_##index: .asciz str ASM_NL				\
	.popsection ASM_NL					\
	.pushsection .init.setup, "aw" ASM_NL			\
	.balign	8 ASM_NL					\
	.quad	.Lsetup_##index, fips140_setup_later, 0 ASM_NL	\
	.popsection

#define FIPS140_TABLE(name)					\
	.pushsection .init.data.name, "aw" ASM_NL		\
	.balign	8 ASM_NL					\
	.globl	name ASM_NL					\
name: ASM_NL							\
	.popsection

#define FIPS140_TABLE_END(name)					\
	.pushsection .init.data.name, "aw" ASM_NL		\
	.globl	name##_end ASM_NL				\
name##_end: ASM_NL						\
	.popsection
