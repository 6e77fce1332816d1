# SPDX-License-Identifier: GPL-2.0-only
# Of the memory of a kernel that has crashed, as the kernel after it has it: what kind of file it is, and its size.
[ -e /proc/vmcore ] || { echo none; exit; }
head -c 4 /proc/vmcore | tr -cd 'A-Z'
echo " $(stat -c %s /proc/vmcore) bytes"
