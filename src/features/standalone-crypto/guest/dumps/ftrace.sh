# SPDX-License-Identifier: GPL-2.0-only
# The functions of the carved module that ftrace can trace.
grep -q ' /sys/kernel/tracing ' /proc/mounts || mount -t tracefs tracefs /sys/kernel/tracing
grep '\[fips140\]' /sys/kernel/tracing/available_filter_functions
