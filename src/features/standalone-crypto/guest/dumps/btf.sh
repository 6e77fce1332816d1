# SPDX-License-Identifier: GPL-2.0-only
# The type information of the module as user space finds it.
base64 /sys/kernel/btf/fips140
