// SPDX-License-Identifier: GPL-2.0-only
/* Linked into fips140.ko before all else: where its tables begin. */
#include <linux/fips140.h>
#include "tables.h"

const struct fips140_initcall fips140_initcalls[0]
	__section(".init.fips140_initcalls") __aligned(8);
const struct fips140_setup fips140_setups[0]
	__section(".init.fips140_setup") __aligned(8);
