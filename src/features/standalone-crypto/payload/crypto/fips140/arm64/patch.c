// SPDX-License-Identifier: GPL-2.0-only
#include <linux/errno.h>
#include <linux/sizes.h>
#include <linux/smp.h>
#include <linux/types.h>
#include <asm/insn.h>
#include <asm/@PATCHING@.h>
#include "../redirect.h"

/* Like a veneer of a module: x16 may be clobbered between caller and callee. */
static int patch_far(u32 *site, unsigned long target)
{
	u32 adrp = aarch64_insn_gen_adr((unsigned long)site, target,
					AARCH64_INSN_REG_16,
					AARCH64_INSN_ADR_TYPE_ADRP);
	u32 add = aarch64_insn_gen_add_sub_imm(AARCH64_INSN_REG_16,
					       AARCH64_INSN_REG_16,
					       target % SZ_4K,
					       AARCH64_INSN_VARIANT_64BIT,
					       AARCH64_INSN_ADSB_ADD);
	u32 br = aarch64_insn_gen_branch_reg(AARCH64_INSN_REG_16,
					     AARCH64_INSN_BRANCH_NOLINK);

	if (adrp == AARCH64_BREAK_FAULT)
		return -ERANGE;
	/* The first instruction last: until then the old code runs. */
	return aarch64_insn_patch_text_nosync(site + 2, br) ?:
	       aarch64_insn_patch_text_nosync(site + 1, add) ?:
	       aarch64_insn_patch_text_nosync(site, adrp);
}

/*
 * Make @site a jump to @target. No other CPU executes it: before the module is
 * loaded only a twin can be called here, by one CPU at a time.
 */
int fips140_patch(void *site, unsigned long target)
{
	unsigned long pc = (unsigned long)site;
	long offset = target - pc;
	u32 b;

	if (offset < -SZ_128M || offset >= SZ_128M)
		return patch_far(site, target);
	b = aarch64_insn_gen_branch_imm(pc, target, AARCH64_INSN_BRANCH_NOLINK);
	return aarch64_insn_patch_text_nosync(site, b);
}

/* An exception makes CPUs drop instructions that they have prefetched. */
void fips140_patch_sync(void)
{
	kick_all_cpus_sync();
}
