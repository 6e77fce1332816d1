# SPDX-License-Identifier: GPL-2.0-only
# "CACHE OBJECTS FUNCTION [MODULE]" for every function that has allocated objects which are in use: what debugfs has of the kmalloc caches that
# slub_debug=U follows.
mount -t debugfs debugfs /sys/kernel/debug 2>/dev/null
cd /sys/kernel/debug/slab 2>/dev/null || exit 0
for cache in kmalloc-*; do
	[ -f "$cache/alloc_traces" ] || continue
	awk -v cache="$cache" '
		/^ *[0-9]+ [^ ]+\+0x/ {
			caller = $2
			sub(/\+0x.*/, "", caller)
			if ($3 ~ /^\[.*\]$/) caller = caller " " $3
			objects[caller] += $1
		}
		END { for (caller in objects) print cache, objects[caller], caller }
	' "$cache/alloc_traces"
done
