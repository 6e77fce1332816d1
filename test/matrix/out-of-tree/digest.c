// SPDX-License-Identifier: GPL-2.0-only
/* A module of somebody else that uses what fips140.ko exports. */
#include <crypto/hash.h>
#include <crypto/sha2.h>
#include <linux/err.h>
#include <linux/module.h>
#include <linux/string.h>

static int __init digest_init(void)
{
	static const u8 abc[SHA256_DIGEST_SIZE] = {
		0xba, 0x78, 0x16, 0xbf, 0x8f, 0x01, 0xcf, 0xea,
		0x41, 0x41, 0x40, 0xde, 0x5d, 0xae, 0x22, 0x23,
		0xb0, 0x03, 0x61, 0xa3, 0x96, 0x17, 0x7a, 0x9c,
		0xb4, 0x10, 0xff, 0x61, 0xf2, 0x00, 0x15, 0xad,
	};
	struct crypto_shash *tfm = crypto_alloc_shash("sha256", 0, 0);
	u8 digest[SHA256_DIGEST_SIZE];
	int err;

	if (IS_ERR(tfm))
		return PTR_ERR(tfm);
	err = crypto_shash_tfm_digest(tfm, "abc", 3, digest);
	if (!err && memcmp(digest, abc, sizeof(abc)))
		err = -EINVAL;
	crypto_free_shash(tfm);
	return err;
}

static void __exit digest_exit(void)
{
}

module_init(digest_init);
module_exit(digest_exit);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("SHA-256 of a known text");
