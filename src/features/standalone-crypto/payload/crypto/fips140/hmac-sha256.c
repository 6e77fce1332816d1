// SPDX-License-Identifier: GPL-2.0-only
/*
 * HMAC-SHA256 for the integrity check. The module has no other that works before
 * its initcalls have run.
 */
#include <linux/minmax.h>
#include <linux/sizes.h>
#include <linux/string.h>
#include <crypto/algapi.h>
#include "hmac-sha256.h"
@SHA256_BLOCKS@

struct fips140_sha256 {
	u32	state[8];
	u64	len;
	u8	buf[SHA256_BLOCK_SIZE];
};

static const u32 round_constants[64] = {
	0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5,
	0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
	0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3,
	0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
	0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc,
	0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
	0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7,
	0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
	0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
	0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
	0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3,
	0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
	0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5,
	0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
	0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208,
	0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

static void generic_block(u32 *state, const u8 *data, u32 *w)
{
	u32 v[8];
	int i;

	memcpy(w, data, SHA256_BLOCK_SIZE);
	for (i = 0; i < 16; i++)
		be32_to_cpus(&w[i]);
	for (; i < 64; i++) {
		u32 a = w[i - 15], b = w[i - 2];

		w[i] = w[i - 16] + w[i - 7] +
		       (ror32(a, 7) ^ ror32(a, 18) ^ (a >> 3)) +
		       (ror32(b, 17) ^ ror32(b, 19) ^ (b >> 10));
	}

	memcpy(v, state, sizeof(v));
	for (i = 0; i < 64; i++) {
		u32 t1 = v[7] + round_constants[i] + w[i] +
			 (ror32(v[4], 6) ^ ror32(v[4], 11) ^ ror32(v[4], 25)) +
			 ((v[4] & v[5]) ^ (~v[4] & v[6]));
		u32 t2 = (ror32(v[0], 2) ^ ror32(v[0], 13) ^ ror32(v[0], 22)) +
			 ((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]));

		memmove(v + 1, v, 7 * sizeof(*v));
		v[4] += t1;
		v[0] = t1 + t2;
	}
	for (i = 0; i < 8; i++)
		state[i] += v[i];
	memzero_explicit(v, sizeof(v));
}

static void fips140_sha256_blocks(struct fips140_sha256 *sha, const u8 *data,
				  size_t blocks)
{
	u32 w[64];

	while (blocks) {
		/* Assembler runs with preemption disabled: keep that short. */
		size_t n = min_t(size_t, blocks, SZ_16K / SHA256_BLOCK_SIZE);

		if (!arch_sha256_blocks(sha->state, data, n)) {
			n = 1;
			generic_block(sha->state, data, w);
		}
		data += n * SHA256_BLOCK_SIZE;
		blocks -= n;
	}
	memzero_explicit(w, sizeof(w));
}

static void fips140_sha256_init(struct fips140_sha256 *sha)
{
	static const u32 initial[8] = {
		0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
		0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
	};

	memcpy(sha->state, initial, sizeof(initial));
	sha->len = 0;
}

static void fips140_sha256_update(struct fips140_sha256 *sha, const u8 *data,
				  size_t len)
{
	size_t held = sha->len % SHA256_BLOCK_SIZE;

	sha->len += len;
	if (held) {
		size_t n = min(len, SHA256_BLOCK_SIZE - held);

		memcpy(sha->buf + held, data, n);
		data += n;
		len -= n;
		if (held + n < SHA256_BLOCK_SIZE)
			return;
		fips140_sha256_blocks(sha, sha->buf, 1);
	}
	fips140_sha256_blocks(sha, data, len / SHA256_BLOCK_SIZE);
	memcpy(sha->buf, data + round_down(len, SHA256_BLOCK_SIZE),
	       len % SHA256_BLOCK_SIZE);
}

static void fips140_sha256_final(struct fips140_sha256 *sha, u8 *digest)
{
	static const u8 padding[SHA256_BLOCK_SIZE] = { 0x80 };
	__be64 bits = cpu_to_be64(sha->len * 8);
	int i;

	fips140_sha256_update(sha, padding,
			      1 + (119 - sha->len % SHA256_BLOCK_SIZE) % SHA256_BLOCK_SIZE);
	fips140_sha256_update(sha, (const u8 *)&bits, sizeof(bits));
	for (i = 0; i < 8; i++)
		cpu_to_be32s(&sha->state[i]);
	memcpy(digest, sha->state, SHA256_DIGEST_SIZE);
	memzero_explicit(sha, sizeof(*sha));
}

void fips140_hmac_sha256(const u8 *key, size_t key_len, const u8 *data,
			 size_t len, u8 *mac)
{
	u8 block[SHA256_BLOCK_SIZE] = {};
	struct fips140_sha256 sha;
	int i;

	if (key_len > SHA256_BLOCK_SIZE) {
		fips140_sha256_init(&sha);
		fips140_sha256_update(&sha, key, key_len);
		fips140_sha256_final(&sha, block);
	} else {
		memcpy(block, key, key_len);
	}

	for (i = 0; i < SHA256_BLOCK_SIZE; i++)
		block[i] ^= 0x36;
	fips140_sha256_init(&sha);
	fips140_sha256_update(&sha, block, sizeof(block));
	fips140_sha256_update(&sha, data, len);
	fips140_sha256_final(&sha, mac);

	for (i = 0; i < SHA256_BLOCK_SIZE; i++)
		block[i] ^= 0x36 ^ 0x5c;
	fips140_sha256_init(&sha);
	fips140_sha256_update(&sha, block, sizeof(block));
	fips140_sha256_update(&sha, mac, SHA256_DIGEST_SIZE);
	fips140_sha256_final(&sha, mac);
	memzero_explicit(block, sizeof(block));
}
