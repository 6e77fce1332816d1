/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The symbols of embedded.S, for intermediate links of vmlinux: the module is
 * not complete until the BTF of vmlinux exists.
 */
#define FIPS140_PLACEHOLDER
#include "embedded.S"
