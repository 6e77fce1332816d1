// SPDX-License-Identifier: GPL-2.0-only
#include "authenc-key.h"

#include <arpa/inet.h>
#include <string.h>

/* struct rtattr and struct crypto_authenc_key_param: include/crypto/authenc.h, CRYPTO_AUTHENC_KEYA_PARAM */
size_t authenc_key(uint8_t *out, const uint8_t *auth, size_t auth_len, const uint8_t *enc, size_t enc_len)
{
	const uint16_t header[2] = { 8, 1 };
	const uint32_t length = htonl(enc_len);

	memcpy(out, header, 4);
	memcpy(out + 4, &length, 4);
	memcpy(out + 8, auth, auth_len);
	memcpy(out + 8 + auth_len, enc, enc_len);
	return 8 + auth_len + enc_len;
}
