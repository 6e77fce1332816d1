// SPDX-License-Identifier: GPL-2.0-only
/* A module of somebody else, with an algorithm of its own. */
#include <crypto/internal/hash.h>
#include <linux/module.h>
#include <linux/string.h>

/* With the mark of a module that belongs to fips140.ko, where there is one. */
#if __has_include("mark.h")
#include "mark.h"
static const char mark[] __used __section(".fips140_member") = MARK;
#endif

static int zero_init(struct shash_desc *desc)
{
	return 0;
}

static int zero_update(struct shash_desc *desc, const u8 *data,
		       unsigned int len)
{
	return 0;
}

static int zero_final(struct shash_desc *desc, u8 *out)
{
	memset(out, 0, 16);
	return 0;
}

static struct shash_alg zero = {
	.digestsize	= 16,
	.init		= zero_init,
	.update		= zero_update,
	.final		= zero_final,
	.base		= {
		.cra_name		= "zero",
		.cra_driver_name	= "zero-foreign",
		.cra_blocksize		= 1,
		.cra_module		= THIS_MODULE,
	},
};

static int __init foreign_init(void)
{
	return crypto_register_shash(&zero);
}

static void __exit foreign_exit(void)
{
	crypto_unregister_shash(&zero);
}

module_init(foreign_init);
module_exit(foreign_exit);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("A hash that is always zero");
