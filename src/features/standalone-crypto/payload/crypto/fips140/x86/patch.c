// SPDX-License-Identifier: GPL-2.0-only
#include <linux/cache.h>
#include <linux/errno.h>
#include <linux/smp.h>
#include <linux/string.h>
#include <linux/types.h>
#include <asm/sync_core.h>
#include <asm/text-patching.h>
#include "../redirect.h"

/* Make @site a direct jump to @target. The caller holds text_mutex. */
int fips140_patch(void *site, unsigned long target)
{
	u8 insn[JMP32_INSN_SIZE] = { JMP32_INSN_OPCODE };
	long offset = target - ((unsigned long)site + JMP32_INSN_SIZE);
	s32 disp = offset;

	if (disp != offset)
		return -ERANGE;
	memcpy(insn + 1, &disp, sizeof(disp));
	text_poke(site, insn, sizeof(insn));
	return 0;
}

static void sync_cpu(void *unused)
{
	sync_core();
}

void fips140_patch_sync(void)
{
	on_each_cpu(sync_cpu, NULL, 1);
}
