// SPDX-License-Identifier: GPL-2.0-only
/*
 * The integrity check of fips140.ko: HMAC-SHA256 over the file that it was
 * loaded from.
 *
 * Temporary values are zeroized, as ISO/IEC 19790:2012, 7.5 demands of an
 * integrity test.
 */
#include <linux/fips140.h>
#include <linux/string.h>
#include <crypto/algapi.h>
#include @HMAC_HEADER@
#include "tables.h"

/* RFC 4231, test case 7: both key and data are longer than a block. */
static bool hmac_is_right(void)
{
	static const char data[] =
		"This is a test using a larger than block-size key and a larger than block-size data. The key needs to be hashed before being used by the HMAC algorithm.";
	static const u8 expected[SHA256_DIGEST_SIZE] = {
		0x9b, 0x09, 0xff, 0xa7, 0x1b, 0x94, 0x2f, 0xcb,
		0x27, 0x63, 0x5f, 0xbc, 0xd5, 0xb0, 0xe9, 0x44,
		0xbf, 0xdc, 0x63, 0x64, 0x4f, 0x07, 0x13, 0x93,
		0x8a, 0x7f, 0x51, 0x53, 0x5c, 0x3a, 0x35, 0xe2,
	};
	u8 key[131], mac[SHA256_DIGEST_SIZE];
	bool right;

	memset(key, 0xaa, sizeof(key));
	@HMAC_SHA256@(key, sizeof(key), (const u8 *)data, strlen(data), mac);
	right = !memcmp(mac, expected, sizeof(mac));
	memzero_explicit(mac, sizeof(mac));
	return right;
}

/**
 * fips140_self_check() - test HMAC-SHA256, then check the module with it
 * @image: the module file, and the MAC that the build computed
 *
 * Return: NULL, or the name of the check that failed.
 */
const char *fips140_self_check(const struct fips140_image *image)
{
	static const char key[] = CONFIG_CRYPTO_FIPS140_HMAC_KEY;
	u8 mac[SHA256_DIGEST_SIZE];
	bool right;

	if (!hmac_is_right())
		return "HMAC-SHA256 known-answer test";
	if (image->mac_len != sizeof(mac))
		return "integrity check: no HMAC-SHA256 of the module";
	@HMAC_SHA256@((const u8 *)key, strlen(key), image->start, image->len, mac);
	right = !crypto_memneq(mac, image->mac, sizeof(mac));
	memzero_explicit(mac, sizeof(mac));
	return right ? NULL : "integrity check: HMAC-SHA256 of the module";
}
