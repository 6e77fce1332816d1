// SPDX-License-Identifier: GPL-2.0-only
/*
 * Runs the initcalls of one group of carved objects. Each group leaves one
 * object of this source in vmlinux, linked where the group would have been, so
 * that the initcalls run in their built-in order.
 */
#include <linux/fips140.h>

#define GROUP_INITCALL(initcall, _level)				\
	static int __init fips140_group_##_level(void)			\
	{								\
		fips140_run_group(FIPS140_GROUP,			\
				  FIPS140_LEVEL_##_level);		\
		return 0;						\
	}								\
	initcall(fips140_group_##_level)

GROUP_INITCALL(pure_initcall, 0);
GROUP_INITCALL(core_initcall, 1);
GROUP_INITCALL(core_initcall_sync, 1s);
GROUP_INITCALL(postcore_initcall, 2);
GROUP_INITCALL(postcore_initcall_sync, 2s);
GROUP_INITCALL(arch_initcall, 3);
GROUP_INITCALL(arch_initcall_sync, 3s);
GROUP_INITCALL(subsys_initcall, 4);
GROUP_INITCALL(subsys_initcall_sync, 4s);
GROUP_INITCALL(fs_initcall, 5);
GROUP_INITCALL(fs_initcall_sync, 5s);
GROUP_INITCALL(rootfs_initcall, rootfs);
GROUP_INITCALL(device_initcall, 6);
GROUP_INITCALL(device_initcall_sync, 6s);
GROUP_INITCALL(late_initcall, 7);
GROUP_INITCALL(late_initcall_sync, 7s);
