// SPDX-License-Identifier: GPL-2.0-only
/*
 * The descriptor by which the loader finds everything else in fips140.ko.
 * Linked after all carved objects, because the tables end here.
 */
#include <linux/fips140.h>
#include <linux/module.h>
#include "tables.h"

const struct fips140_initcall fips140_initcalls_end[0]
	__section(".init.fips140_initcalls") __aligned(8);
const struct fips140_setup fips140_setups_end[0]
	__section(".init.fips140_setup") __aligned(8);

static const struct fips140_module fips140_module
	__used __section(".fips140_module") __aligned(8) = {
	.magic		= FIPS140_MAGIC,
	.abi		= FIPS140_ABI,
	.size		= sizeof(struct fips140_module),
	.name		= KBUILD_MODNAME,
	.version	= CONFIG_CRYPTO_FIPS140_VERSION,
	.digest		= "hmac(sha256)",
	.initcalls	= fips140_initcalls,
	.initcalls_end	= fips140_initcalls_end,
	.setups		= fips140_setups,
	.setups_end	= fips140_setups_end,
	.self_check	= fips140_self_check,
	.publish	= fips140_publish,
};

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Standalone crypto module");
MODULE_VERSION(CONFIG_CRYPTO_FIPS140_VERSION);
