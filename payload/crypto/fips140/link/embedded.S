/* SPDX-License-Identifier: GPL-2.0-only */
#include <linux/linkage.h>

	.section .fips140_embedded, "a"
	.balign	16
	.globl	_binary_fips140_ko_start
_binary_fips140_ko_start:
	.incbin	"crypto/fips140/fips140.ko"
	.globl	_binary_fips140_ko_end
_binary_fips140_ko_end:

	.section .init.rodata, "a"
	.globl	_binary_fips140_hmac_start
_binary_fips140_hmac_start:
	.incbin	"crypto/fips140/fips140.ko.hmac"
	.globl	_binary_fips140_hmac_end
_binary_fips140_hmac_end:
