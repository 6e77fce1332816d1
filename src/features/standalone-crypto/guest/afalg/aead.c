// SPDX-License-Identifier: GPL-2.0-only
#include "alg.h"
#include "authenc-key.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const size_t lengths[] = { 16, 48, 4112, 33 };
/* gcm and ccm take 16 to 32, rfc4106 and rfc4543 20, rfc4309 19, chacha20poly1305 32, rfc7539esp 36. */
static const size_t key_lengths[] = { 32, 20, 19, 36, 16 };

/* Sets the first key the algorithm accepts: its length, or -errno. */
static ssize_t set_key(const struct algorithm *alg, int fd)
{
	uint8_t raw[128], key[160];
	ssize_t result = -EINVAL;

	fill(raw, sizeof(raw), 6);
	if (strstr(alg->name, "authenc")) {
		for (size_t enc = 32; enc >= 16; enc -= 8) {
			size_t len = authenc_key(key, raw, 32, raw + 32, enc);

			result = alg_set_key(fd, key, len);
			if (!result)
				return len;
		}
		return result;
	}
	for (size_t i = 0; i < sizeof(key_lengths) / sizeof(*key_lengths); i++) {
		result = alg_set_key(fd, raw, key_lengths[i]);
		if (!result)
			return key_lengths[i];
	}
	return result;
}

/* What rfc4106 authenticates is 16 or 20 bytes with the IV; a generator in front of it adds that IV itself. */
static size_t assoc_length(const struct algorithm *alg)
{
	return strstr(alg->name, "iv(rfc4") ? 8 : 16;
}

static void try_length(const struct algorithm *alg, int fd, const char *prefix, size_t len)
{
	const size_t assoc = assoc_length(alg);
	uint8_t plain[MAX_DATA], cipher[MAX_DATA], again[MAX_DATA], iv[64];
	struct request request = {
		.op = ALG_OP_ENCRYPT, .iv = iv, .iv_len = alg->iv_size,
		.assoc_len = assoc, .data = plain, .len = assoc + len,
	};
	size_t sealed_len = assoc + len + alg->max_auth_size;
	char what[340];
	ssize_t got;

	fill(plain, assoc + len, 7);
	fill(iv, sizeof(iv), 8);
	/* The first byte of CCM's IV is the size of its length field less one. */
	iv[0] = 3;
	got = alg_run(fd, &request, cipher, sealed_len);
	snprintf(what, sizeof(what), "%s len=%zu", prefix, len);
	/* What an IV generator makes is salted at random. */
	if (got > 0 && strstr(alg->name, "iv("))
		printf("%s sealed %zd\n", what, got);
	else
		print_result(what, cipher, got);
	if (got != (ssize_t)sealed_len)
		return;
	request.op = ALG_OP_DECRYPT;
	/* An IV generator leaves its IV in front of the text. */
	memcpy(cipher, plain, assoc);
	request.data = cipher;
	request.len = sealed_len;
	got = alg_run(fd, &request, again, assoc + len);
	printf("%s opened %s\n", what, got < 0 ? strerrorname_np(-got) :
	       memcmp(plain, again, assoc + len) ? "differs" : "as before");
	cipher[sealed_len - 1] ^= 1;
	got = alg_run(fd, &request, again, assoc + len);
	printf("%s tampered %s\n", what, got < 0 ? strerrorname_np(-got) : "accepted");
}

void try_aead(const struct algorithm *alg)
{
	char prefix[300];
	ssize_t key;
	int fd = alg_bind("aead", alg->driver);

	snprintf(prefix, sizeof(prefix), "aead %s", alg->driver);
	if (fd < 0) {
		print_result(prefix, NULL, fd);
		return;
	}
	key = set_key(alg, fd);
	if (!key || key < 0) {
		print_result(prefix, NULL, key);
		close(fd);
		return;
	}
	setsockopt(fd, SOL_ALG, ALG_SET_AEAD_AUTHSIZE, NULL, alg->max_auth_size);
	snprintf(prefix, sizeof(prefix), "aead %s key=%zd", alg->driver, key);
	for (size_t i = 0; i < sizeof(lengths) / sizeof(*lengths); i++)
		if (lengths[i] % alg->block_size == 0)
			try_length(alg, fd, prefix, lengths[i]);
	close(fd);
}
