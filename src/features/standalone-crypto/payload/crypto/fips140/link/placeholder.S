/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The symbols of embedded.S, for the links of vmlinux that come before the
 * module is complete.
 */
#define FIPS140_PLACEHOLDER
#include "embedded.S"
