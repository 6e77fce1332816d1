/* SPDX-License-Identifier: GPL-2.0-only */
#include <linux/linkage.h>

	.macro	contents file
#ifdef FIPS140_PLACEHOLDER
	/* Not empty, or the linker drops the section. */
	.byte	0
#else
	.incbin	"\file"
#endif
	.endm

	.macro	embed name, module, hmac
	.section .fips140_embedded, "a"
	.balign	16
	.globl	_binary_\name\()_ko_start
_binary_\name\()_ko_start:
	contents "\module"
	.globl	_binary_\name\()_ko_end
_binary_\name\()_ko_end:

	.section .init.rodata, "a"
	.globl	_binary_\name\()_hmac_start
_binary_\name\()_hmac_start:
	contents "\hmac"
	.globl	_binary_\name\()_hmac_end
_binary_\name\()_hmac_end:
	.endm

#ifdef CONFIG_CRYPTO_FIPS140_EXTMOD_SOURCE
	embed	fips140, FIPS140_PREBUILT, FIPS140_PREBUILT_HMAC
#ifdef CONFIG_CRYPTO_FIPS140_DUAL_VERSION
	embed	fips140_fresh, "crypto/fips140/fips140.ko", \
		"crypto/fips140/fips140.ko.hmac"
#endif
#else
	embed	fips140, "crypto/fips140/fips140.ko", \
		"crypto/fips140/fips140.ko.hmac"
#endif
