// SPDX-License-Identifier: GPL-2.0-only
#include "alg.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const size_t lengths[] = { 16, 48, 512, 4112, 33 };

static void try_length(const struct algorithm *alg, int fd, size_t key_len, size_t len)
{
	uint8_t plain[MAX_DATA], cipher[MAX_DATA], again[MAX_DATA], iv[64];
	struct request request = { .op = ALG_OP_ENCRYPT, .iv = iv, .iv_len = alg->iv_size, .data = plain, .len = len };
	char what[300];
	ssize_t got;

	fill(plain, len, 3);
	fill(iv, sizeof(iv), 4);
	got = alg_run(fd, &request, cipher, len);
	snprintf(what, sizeof(what), "skcipher %s key=%zu len=%zu", alg->driver, key_len, len);
	print_result(what, cipher, got);
	if (got != (ssize_t)len)
		return;
	request.op = ALG_OP_DECRYPT;
	request.data = cipher;
	got = alg_run(fd, &request, again, len);
	snprintf(what, sizeof(what), "skcipher %s key=%zu len=%zu decrypted", alg->driver, key_len, len);
	if (got == (ssize_t)len && !memcmp(plain, again, len))
		printf("%s as before\n", what);
	else
		print_result(what, again, got);
}

static void try_key(const struct algorithm *alg, int fd, size_t key_len)
{
	uint8_t key[256];
	char what[300];
	int result;

	fill(key, sizeof(key), 5);
	result = alg_set_key(fd, key, key_len);
	if (result) {
		snprintf(what, sizeof(what), "skcipher %s key=%zu", alg->driver, key_len);
		print_result(what, NULL, result);
		return;
	}
	for (size_t i = 0; i < sizeof(lengths) / sizeof(*lengths); i++)
		if (lengths[i] % alg->block_size == 0)
			try_length(alg, fd, key_len, lengths[i]);
}

void try_skcipher(const struct algorithm *alg)
{
	int fd = alg_bind("skcipher", alg->driver);

	if (fd < 0) {
		char what[300];

		snprintf(what, sizeof(what), "skcipher %s", alg->driver);
		print_result(what, NULL, fd);
		return;
	}
	if (alg->min_key != alg->max_key && alg->max_key <= 256)
		try_key(alg, fd, alg->max_key);
	try_key(alg, fd, alg->min_key);
	close(fd);
}
