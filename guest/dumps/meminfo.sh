# SPDX-License-Identifier: GPL-2.0-only
# What the kernel keeps for itself: caches dropped, twice, for what the first round frees.
sync
echo 3 >/proc/sys/vm/drop_caches
echo 3 >/proc/sys/vm/drop_caches
cat /proc/meminfo
# Free pages that a processor keeps to itself are in no line of it; pages have 4 KiB in the configurations that are compared.
awk '$1 == "count:" { pages += $2 } END { print "PerCpuFree: " pages * 4 " kB" }' /proc/zoneinfo
