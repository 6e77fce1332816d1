// SPDX-License-Identifier: GPL-2.0-only
/*
 * What calls of functions of lib/crypto take from where vmlinux calls them: targets.h has the address of each that the
 * kernel has in vmlinux, which in a carved kernel is that of its redirect.
 */
#include <linux/module.h>
#include <linux/stringify.h>
#include <linux/types.h>

#include "count.h"
#include "targets.h"

#define CALLS 10000
#define LENGTH 16

/* By its address, as in calls.c; declared here as all kernels have it. */
#define at(name, address, ...)			\
	void kcarve_##name(__VA_ARGS__);	\
	asm(".globl kcarve_" #name "\n"		\
	    ".set kcarve_" #name ", " __stringify(address))

static u8 text[LENGTH], out[LENGTH + 16], digest[32], key[32];
/* Larger than any kernel's. */
static u8 expanded[1024] __aligned(64);

#ifdef AT_SHA256
at(sha256, AT_SHA256, const u8 *data, size_t length, u8 *digest);
#endif
#ifdef AT_HMAC_SHA256_USINGRAWKEY
at(hmac, AT_HMAC_SHA256_USINGRAWKEY, const u8 *key, size_t key_length, const u8 *data, size_t length, u8 *digest);
#endif
#ifdef AT_AES_ENCRYPT
at(aes_encrypt, AT_AES_ENCRYPT, const void *key, u8 *out, const u8 *in);
int AES_PREPARE(void *expanded, const u8 *key, unsigned long length);
#endif
#ifdef AT_CHACHA20POLY1305_ENCRYPT
at(chacha20poly1305_encrypt, AT_CHACHA20POLY1305_ENCRYPT, u8 *out, const u8 *in, size_t length, const u8 *ad,
   size_t ad_length, u64 nonce, const u8 *key);
#endif

static int __init library_init(void)
{
	u64 empty = ticks_of(CALLS, asm volatile(""));

#ifdef AT_SHA256
	report("library sha256", ticks_of(CALLS, kcarve_sha256(text, LENGTH, digest)) - empty);
#endif
#ifdef AT_HMAC_SHA256_USINGRAWKEY
	report("library hmac_sha256_usingrawkey", ticks_of(CALLS, kcarve_hmac(key, 32, text, LENGTH, digest)) - empty);
#endif
#ifdef AT_AES_ENCRYPT
	if (AES_PREPARE(expanded, key, 32))
		return -EINVAL;
	report("library aes_encrypt", ticks_of(CALLS, kcarve_aes_encrypt(expanded, out, text)) - empty);
#endif
#ifdef AT_CHACHA20POLY1305_ENCRYPT
	report("library chacha20poly1305_encrypt",
	       ticks_of(CALLS, kcarve_chacha20poly1305_encrypt(out, text, LENGTH, NULL, 0, 0, key)) - empty);
#endif
	return 0;
}

static void __exit library_exit(void)
{
}

module_init(library_init);
module_exit(library_exit);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Instructions of calls of lib/crypto from vmlinux");
