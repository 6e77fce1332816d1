// SPDX-License-Identifier: GPL-2.0-only
#include "alg.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

static const size_t lengths[] = { 0, 3, 64, 200, 4099 };
/* hmac and cmac take 32, xcbc and vmac 16, michael_mic 8, crc32 4, nhpoly1305 1088. */
static const size_t key_lengths[] = { 32, 16, 8, 4, 1088 };

/* Sets the first key that fits when the algorithm wants one: its length, 0, or -errno. */
static ssize_t set_key_if_wanted(int alg)
{
	uint8_t key[1088], out[256];
	const struct request empty = { .op = -1, .data = key, .len = 0 };
	ssize_t result = alg_run(alg, &empty, out, sizeof(out));

	if (result != -ENOKEY)
		return 0;
	for (size_t i = 0; i < sizeof(key_lengths) / sizeof(*key_lengths); i++) {
		fill(key, key_lengths[i], 1);
		result = alg_set_key(alg, key, key_lengths[i]);
		if (!result)
			return key_lengths[i];
		/* poly1305 reads its key from the front of the text. */
		if (result == -ENOSYS)
			return 0;
	}
	return result;
}

void try_hash(const struct algorithm *alg)
{
	uint8_t data[MAX_DATA], out[256];
	char what[300];
	ssize_t key;
	int fd = alg_bind("hash", alg->driver);

	if (fd < 0) {
		snprintf(what, sizeof(what), "hash %s", alg->driver);
		print_result(what, NULL, fd);
		return;
	}
	key = set_key_if_wanted(fd);
	for (size_t i = 0; i < sizeof(lengths) / sizeof(*lengths); i++) {
		const struct request request = { .op = -1, .data = data, .len = lengths[i] };

		fill(data, lengths[i], 2);
		snprintf(what, sizeof(what), "hash %s key=%zd len=%zu", alg->driver, key, lengths[i]);
		print_result(what, out, key < 0 ? key : alg_run(fd, &request, out, sizeof(out)));
	}
	close(fd);
}
