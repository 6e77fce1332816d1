// SPDX-License-Identifier: GPL-2.0-only
/* What an operation takes that a module asks of the crypto API: encrypting or hashing a text of each length. */
#include <crypto/aead.h>
#include <crypto/hash.h>
#include <crypto/skcipher.h>
#include <linux/err.h>
#include <linux/module.h>
#include <linux/scatterlist.h>
#include <linux/slab.h>

#include "count.h"

#define ASSOC 16
#define TAG 16
#define LONGEST 16384
#define TIMES 10

static const unsigned int lengths[] = { 16, 1024, LONGEST };
static u8 key[64], iv[16], digest[64];
static u8 *text;

/* Once before it counts, for what is made at first use. */
#define measure(name, length, operation) do {					\
	int err = operation;							\
	u64 ticks = ticks_of(TIMES, err = err ?: operation);			\
	char what[64];								\
										\
	snprintf(what, sizeof(what), "%s %u", name, length);			\
	if (err)								\
		pr_err("kcarve-bench: %s: %d\n", what, err);			\
	else									\
		report(what, ticks / TIMES);					\
} while (0)

static int measure_hash(const char *name, bool keyed)
{
	struct crypto_shash *tfm = crypto_alloc_shash(name, 0, 0);
	int err = PTR_ERR_OR_ZERO(tfm);

	if (err)
		return err;
	if (keyed)
		err = crypto_shash_setkey(tfm, key, 32);
	for (int l = 0; !err && l < ARRAY_SIZE(lengths); l++)
		measure(name, lengths[l], crypto_shash_tfm_digest(tfm, text, lengths[l], digest));
	crypto_free_shash(tfm);
	return err;
}

static int measure_skcipher(const char *name)
{
	struct crypto_skcipher *tfm = crypto_alloc_skcipher(name, 0, 0);
	struct skcipher_request *request;
	struct scatterlist sg;
	int err = PTR_ERR_OR_ZERO(tfm);

	if (err)
		return err;
	request = skcipher_request_alloc(tfm, GFP_KERNEL);
	err = request ? crypto_skcipher_setkey(tfm, key, 64) : -ENOMEM;
	for (int l = 0; !err && l < ARRAY_SIZE(lengths); l++) {
		sg_init_one(&sg, text, lengths[l]);
		skcipher_request_set_callback(request, 0, NULL, NULL);
		skcipher_request_set_crypt(request, &sg, &sg, lengths[l], iv);
		measure(name, lengths[l], crypto_skcipher_encrypt(request));
	}
	skcipher_request_free(request);
	crypto_free_skcipher(tfm);
	return err;
}

static int measure_aead(const char *name)
{
	struct crypto_aead *tfm = crypto_alloc_aead(name, 0, 0);
	struct aead_request *request;
	struct scatterlist sg;
	int err = PTR_ERR_OR_ZERO(tfm);

	if (err)
		return err;
	request = aead_request_alloc(tfm, GFP_KERNEL);
	err = request ? crypto_aead_setkey(tfm, key, 32) : -ENOMEM;
	for (int l = 0; !err && l < ARRAY_SIZE(lengths); l++) {
		sg_init_one(&sg, text, ASSOC + lengths[l] + TAG);
		aead_request_set_callback(request, 0, NULL, NULL);
		aead_request_set_crypt(request, &sg, &sg, lengths[l], iv);
		aead_request_set_ad(request, ASSOC);
		measure(name, lengths[l], crypto_aead_encrypt(request));
	}
	aead_request_free(request);
	crypto_free_aead(tfm);
	return err;
}

static int __init operations_init(void)
{
	int err;

	for (int i = 0; i < sizeof(key); i++)
		key[i] = i;
	text = kzalloc(ASSOC + LONGEST + TAG, GFP_KERNEL);
	if (!text)
		return -ENOMEM;
	err = measure_aead("gcm(aes)") ?: measure_skcipher("xts(aes)") ?: measure_hash("sha256", false) ?:
	      measure_hash("sha512", false) ?: measure_hash("hmac(sha256)", true);
	kfree(text);
	return err;
}

static void __exit operations_exit(void)
{
}

module_init(operations_init);
module_exit(operations_exit);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Instructions of operations of the crypto API");
