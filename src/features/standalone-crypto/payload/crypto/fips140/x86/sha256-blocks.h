/* SPDX-License-Identifier: GPL-2.0-only */
/* SHA-256 with the fastest code that both CPU and module have. */
#include <asm/cpufeature.h>
#include <asm/fpu/api.h>

#ifdef FIPS140_SHA256_SSSE3
/* arch/x86/crypto/sha256_ni_asm.S, sha256-avx2-asm.S, sha256-ssse3-asm.S */
asmlinkage void sha256_ni_transform(u32 *state, const u8 *data, int blocks);
asmlinkage void sha256_transform_rorx(u32 *state, const u8 *data, int blocks);
asmlinkage void sha256_transform_ssse3(u32 *state, const u8 *data, int blocks);

static bool arch_sha256_blocks(u32 *state, const u8 *data, size_t blocks)
{
	if (!boot_cpu_has(X86_FEATURE_SSSE3))
		return false;

	kernel_fpu_begin();
#ifdef CONFIG_AS_SHA256_NI
	if (boot_cpu_has(X86_FEATURE_SHA_NI)) {
		sha256_ni_transform(state, data, blocks);
		goto done;
	}
#endif
	if (boot_cpu_has(X86_FEATURE_AVX2) && boot_cpu_has(X86_FEATURE_BMI2) &&
	    cpu_has_xfeatures(XFEATURE_MASK_SSE | XFEATURE_MASK_YMM, NULL))
		sha256_transform_rorx(state, data, blocks);
	else
		sha256_transform_ssse3(state, data, blocks);
#ifdef CONFIG_AS_SHA256_NI
done:
#endif
	kernel_fpu_end();
	return true;
}
#else
static bool arch_sha256_blocks(u32 *state, const u8 *data, size_t blocks)
{
	return false;
}
#endif
