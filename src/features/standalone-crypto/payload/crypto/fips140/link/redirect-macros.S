/* SPDX-License-Identifier: GPL-2.0-only */
/* Macros for the assembler source that redirect.sh generates. */
#include <linux/linkage.h>
#include "redirect-func.S"

	.macro	fips140_string label, string:vararg
	.pushsection .init.rodata, "a"
\label:	.asciz	\string
	.popsection
	.endm

	/* Each table has a subsection of its own. */
	.macro	fips140_table name, subsection
	.pushsection .init.data, \subsection, "aw"
	.balign	8
	.globl	\name
\name:
	.popsection
	.endm

	.macro	fips140_table_end name, subsection
	.pushsection .init.data, \subsection, "aw"
	.globl	\name\()_end
\name\()_end:
	.popsection
	.endm

	/* struct fips140_func */
	.macro	fips140_func index, name, twin
	fips140_slot \index, \name, \twin
	fips140_string .Lname_\name, "\name"
	.pushsection .init.data, 1, "aw"
	.quad	.Lname_\name, .Lsite_\name, 0
	.popsection
	/*
	 * Debug information still refers to the function by its own name. GNU
	 * ld crashes if that symbol is not even known as undefined.
	 */
	.weak	__real_\name
	.pushsection .discard.fips140, ""
	.quad	__real_\name
	.popsection
	.endm

	/* struct fips140_var, and the storage of the variable */
	.macro	fips140_var name, section, size, align
	fips140_string .Lname_\name, "\name"
	.pushsection \section, "aw"
	.globl	\name
	.type	\name, @object
	.size	\name, \size
	.balign	\align
\name:	.skip	\size
	.popsection
	.pushsection .init.data, 2, "aw"
	.quad	.Lname_\name, \name, \size, 0
	.popsection
	.endm

	/* struct obs_kernel_param, for a parameter that the module handles */
	.macro	fips140_setup index, string:vararg
	fips140_string .Lsetup_\index, \string
	.pushsection .init.setup, "aw"
	.balign	8
	.quad	.Lsetup_\index, fips140_setup_later, 0
	.popsection
	.endm
