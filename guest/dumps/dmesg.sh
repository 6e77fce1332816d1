# SPDX-License-Identifier: GPL-2.0-only
dmesg -r -s 16777216 2>/dev/null || dmesg -s 16777216
