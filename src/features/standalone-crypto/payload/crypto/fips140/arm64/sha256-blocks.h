/* SPDX-License-Identifier: GPL-2.0-only */
/* SHA-256 with the fastest code that both CPU and module have. */
#include <linux/cpufeature.h>
#include <asm/neon.h>
#include <asm/simd.h>
#include <crypto/sha2.h>

#ifdef FIPS140_SHA256_CE
/* arch/arm64/crypto/sha2-ce-core.S */
struct sha256_ce_state {
	struct sha256_state	sst;
	u32			finalize;
};

asmlinkage int @SHA256_CE@(struct sha256_ce_state *sst, const u8 *src,
					   int blocks);

static void ce_blocks(u32 *state, const u8 *data, size_t blocks)
{
	struct sha256_ce_state ce = {};

	memcpy(ce.sst.state, state, sizeof(ce.sst.state));
	while (blocks) {
		size_t left;

		/* Returns early if this task should be rescheduled. */
		kernel_neon_begin();
		left = @SHA256_CE@(&ce, data, blocks);
		kernel_neon_end();
		data += (blocks - left) * SHA256_BLOCK_SIZE;
		blocks = left;
	}
	memcpy(state, ce.sst.state, sizeof(ce.sst.state));
	memzero_explicit(&ce, sizeof(ce));
}

static bool have_ce(void)
{
	return cpu_have_named_feature(SHA2);
}
#else
static void ce_blocks(u32 *state, const u8 *data, size_t blocks) { }

static bool have_ce(void)
{
	return false;
}
#endif

#if defined(FIPS140_SHA256_NEON) && IS_ENABLED(CONFIG_KERNEL_MODE_NEON)
/* arch/arm64/crypto/sha512-armv8.pl */
asmlinkage void sha256_block_neon(u32 *state, const u8 *data,
				  unsigned int blocks);

static bool arch_sha256_blocks(u32 *state, const u8 *data, size_t blocks)
{
	if (!may_use_simd())
		return false;
	if (have_ce()) {
		ce_blocks(state, data, blocks);
	} else if (cpu_have_named_feature(ASIMD)) {
		kernel_neon_begin();
		sha256_block_neon(state, data, blocks);
		kernel_neon_end();
	} else {
		return false;
	}
	return true;
}
#else
static bool arch_sha256_blocks(u32 *state, const u8 *data, size_t blocks)
{
	return false;
}
#endif
