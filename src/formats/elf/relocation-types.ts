// SPDX-License-Identifier: GPL-2.0-only
// r_type values that are looked for (x86-64 psABI; "ELF for the Arm 64-bit Architecture", aaelf64): S symbol, A addend.

/** S + A, 64 bits. */
export const R_X86_64_64 = 1
/** S + A, 64 bits. */
export const R_AARCH64_ABS64 = 257
