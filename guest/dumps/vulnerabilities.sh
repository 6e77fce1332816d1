# SPDX-License-Identifier: GPL-2.0-only
# What the kernel does against the processor's bugs, and what it is locked down against.
cd /sys/devices/system/cpu/vulnerabilities && for name in *; do echo "$name: $(cat "$name")"; done
mount -t securityfs securityfs /sys/kernel/security 2>/dev/null
echo "lockdown: $(cat /sys/kernel/security/lockdown 2>/dev/null)"
[ -d /sys/kernel/livepatch ] && echo "livepatch: there"
true
