# SPDX-License-Identifier: GPL-2.0-only
# Every algorithm has passed its self-test, and there are some.
total=$(grep -c '^name ' /proc/crypto)
[ "${total:-0}" -gt 0 ] || { echo "/proc/crypto is empty or absent"; exit 1; }
bad=$(awk '/^driver/ { driver = $3 } /^selftest/ && $3 != "passed" { print driver ": " $3 }' /proc/crypto)
echo "$total algorithms"
# What FIPS mode does not allow is neither tested nor usable, but listed.
if [ "$(cat /proc/sys/crypto/fips_enabled 2>/dev/null)" = 1 ]; then
	echo "$bad" | grep ': unknown$'
	bad=$(echo "$bad" | grep -v ': unknown$')
fi
[ -z "$bad" ] || { echo "$bad"; exit 1; }
