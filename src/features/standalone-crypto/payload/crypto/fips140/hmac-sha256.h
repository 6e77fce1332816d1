/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _CRYPTO_FIPS140_HMAC_SHA256_H
#define _CRYPTO_FIPS140_HMAC_SHA256_H

#include <linux/types.h>
#include <crypto/sha2.h>

void fips140_hmac_sha256(const u8 *key, size_t key_len, const u8 *data,
			 size_t len, u8 *mac);

#endif
