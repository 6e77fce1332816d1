// SPDX-License-Identifier: GPL-2.0-only
/*
 * The start of the tables that carved objects add to. Linked into fips140.ko
 * before them; descriptor.c has the end.
 */
#include <linux/fips140.h>
#include "tables.h"

const struct fips140_initcall fips140_initcalls[0]
	__section(".init.fips140_initcalls") __aligned(8);
const struct fips140_setup fips140_setups[0]
	__section(".init.fips140_setup") __aligned(8);
