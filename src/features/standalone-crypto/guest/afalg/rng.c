// SPDX-License-Identifier: GPL-2.0-only
#include "alg.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* ANSI X9.31: V, key, and the date and time that would otherwise come from the clock. */
#define ANSI_SEED 48
/* More entropy and nonce than any DRBG asks for. */
#define DRBG_ENTROPY 96

static void print_repeatable(const struct algorithm *alg, int fd)
{
	uint8_t out[128];
	int op = accept(fd, NULL, 0);

	for (int i = 0; i < 2; i++) {
		char what[300];
		ssize_t got = op < 0 ? -errno : read(op, out, 64);

		snprintf(what, sizeof(what), "rng %s read=%d", alg->driver, i);
		print_result(what, out, got < 0 ? -errno : got);
	}
	close(op);
}

/* What comes out is not repeatable: only that bytes come, and differ. */
static void print_random(const struct algorithm *alg, int fd)
{
	uint8_t first[32] = { 0 }, second[32] = { 0 };
	int op = accept(fd, NULL, 0);
	ssize_t a = read(op, first, 32), b = read(op, second, 32);

	printf("rng %s bytes=%zd,%zd %s\n", alg->driver, a, b, memcmp(first, second, 32) ? "differ" : "repeat");
	close(op);
}

void try_rng(const struct algorithm *alg)
{
	uint8_t seed[DRBG_ENTROPY];
	int fd = alg_bind("rng", alg->driver);

	fill(seed, sizeof(seed), 9);
	if (fd < 0) {
		char what[300];

		snprintf(what, sizeof(what), "rng %s", alg->driver);
		print_result(what, NULL, fd);
		return;
	}
	if (strstr(alg->driver, "ansi_cprng")) {
		if (!alg_set_key(fd, seed, ANSI_SEED))
			print_repeatable(alg, fd);
	} else if (!strncmp(alg->driver, "drbg_", 5) &&
		   !setsockopt(fd, SOL_ALG, ALG_SET_DRBG_ENTROPY, seed, DRBG_ENTROPY) &&
		   !alg_set_key(fd, seed, 32)) {
		print_repeatable(alg, fd);
	} else {
		alg_set_key(fd, NULL, 0);
		print_random(alg, fd);
	}
	close(fd);
}
