# SPDX-License-Identifier: GPL-2.0-only
# What the kernel keeps for itself: caches dropped, twice, for what the first round frees.
sync
echo 3 >/proc/sys/vm/drop_caches
echo 3 >/proc/sys/vm/drop_caches
cat /proc/meminfo
