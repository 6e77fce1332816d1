// SPDX-License-Identifier: GPL-2.0-only
/* A module of somebody else, with a hash of its own, and with another AES. */
#include <crypto/aes.h>
#include <crypto/internal/hash.h>
#include <linux/crypto.h>
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

static int set_key(struct crypto_tfm *tfm, const u8 *key, unsigned int len)
{
	return aes_expandkey(crypto_tfm_ctx(tfm), key, len);
}

static void encrypt(struct crypto_tfm *tfm, u8 *out, const u8 *in)
{
	aes_encrypt(crypto_tfm_ctx(tfm), out, in);
}

static void decrypt(struct crypto_tfm *tfm, u8 *out, const u8 *in)
{
	aes_decrypt(crypto_tfm_ctx(tfm), out, in);
}

static struct crypto_alg aes = {
	.cra_name		= "aes",
	.cra_driver_name	= "aes-foreign",
	.cra_flags		= CRYPTO_ALG_TYPE_CIPHER,
	.cra_blocksize		= AES_BLOCK_SIZE,
	.cra_ctxsize		= sizeof(struct crypto_aes_ctx),
	.cra_module		= THIS_MODULE,
	.cra_u			= { .cipher = {
		.cia_min_keysize	= AES_MIN_KEY_SIZE,
		.cia_max_keysize	= AES_MAX_KEY_SIZE,
		.cia_setkey		= set_key,
		.cia_encrypt		= encrypt,
		.cia_decrypt		= decrypt,
	} }
};

static int __init foreign_init(void)
{
	int err = crypto_register_shash(&zero);

	if (err)
		return err;
	err = crypto_register_alg(&aes);
	if (err)
		crypto_unregister_shash(&zero);
	return err;
}

static void __exit foreign_exit(void)
{
	crypto_unregister_alg(&aes);
	crypto_unregister_shash(&zero);
}

module_init(foreign_init);
module_exit(foreign_exit);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("A hash that is always zero, and AES once more");
