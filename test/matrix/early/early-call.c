// SPDX-License-Identifier: GPL-2.0-only
/* Added to init/: "early_call" on the command line calls a function that has no twin before the load. */
#include <crypto/sha2.h>
#include <linux/init.h>

static int __init early_call(char *unused)
{
	u8 digest[SHA512_DIGEST_SIZE];

	sha512(digest, 0, digest);
	return 0;
}
early_param("early_call", early_call);
