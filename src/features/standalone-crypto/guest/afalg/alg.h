/* SPDX-License-Identifier: GPL-2.0-only */
/* What the parts of afalg share: one algorithm through one AF_ALG socket, deterministic input, printed output. */
#ifndef AFALG_ALG_H
#define AFALG_ALG_H

#include <linux/if_alg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

#define MAX_DATA 8192

struct algorithm {
	char name[128];
	char driver[128];
	char type[128];
	unsigned int block_size, iv_size, min_key, max_key, max_auth_size;
	int internal;
};

/* A request on an accepted socket. op is ALG_OP_ENCRYPT, ALG_OP_DECRYPT, or -1 for none. */
struct request {
	int op;
	const uint8_t *iv;
	size_t iv_len;
	size_t assoc_len;
	const uint8_t *data;
	size_t len;
};

/* A bound socket, or -errno. */
int alg_bind(const char *type, const char *name);
/* 0, or -errno. */
int alg_set_key(int alg, const uint8_t *key, size_t len);
/* Sends the request and reads up to `size` bytes of the answer: its length, or -errno. */
ssize_t alg_run(int alg, const struct request *request, uint8_t *out, size_t size);

/* Bytes that are the same in every run; a different `salt` gives different ones. */
void fill(uint8_t *out, size_t len, unsigned int salt);
uint8_t *unhex(const char *hex, size_t *len);
/* "<what> <first 32 bytes> <length> <fnv1a-64 of all>", or "<what> error <name>" for a negative length. */
void print_result(const char *what, const uint8_t *data, ssize_t len);

void try_hash(const struct algorithm *alg);
void try_skcipher(const struct algorithm *alg);
void try_aead(const struct algorithm *alg);
void try_rng(const struct algorithm *alg);

/* Runs the known answers, printing one line each: how many of those the kernel has came out wrong. */
int known_answers(void);

#endif
