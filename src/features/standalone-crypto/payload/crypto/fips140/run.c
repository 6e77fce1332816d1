// SPDX-License-Identifier: GPL-2.0-only
/*
 * Compiled once for each run of built-in crypto objects that were linked into
 * fips140.ko, and linked where they would have been: at every initcall level
 * it runs those initcalls of the run that belong to the level.
 */
#include <linux/fips140.h>

#define RUN_INITCALLS(initcall, _level)					\
	static int __init fips140_run_##_level(void)			\
	{								\
		fips140_run(KBUILD_MODFILE, FIPS140_LEVEL_##_level);	\
		return 0;						\
	}								\
	initcall(fips140_run_##_level)

RUN_INITCALLS(pure_initcall, 0);
RUN_INITCALLS(core_initcall, 1);
RUN_INITCALLS(core_initcall_sync, 1s);
RUN_INITCALLS(postcore_initcall, 2);
RUN_INITCALLS(postcore_initcall_sync, 2s);
RUN_INITCALLS(arch_initcall, 3);
RUN_INITCALLS(arch_initcall_sync, 3s);
RUN_INITCALLS(subsys_initcall, 4);
RUN_INITCALLS(subsys_initcall_sync, 4s);
RUN_INITCALLS(fs_initcall, 5);
RUN_INITCALLS(fs_initcall_sync, 5s);
RUN_INITCALLS(rootfs_initcall, rootfs);
RUN_INITCALLS(device_initcall, 6);
RUN_INITCALLS(device_initcall_sync, 6s);
RUN_INITCALLS(late_initcall, 7);
RUN_INITCALLS(late_initcall_sync, 7s);
