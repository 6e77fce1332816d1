# SPDX-License-Identifier: GPL-2.0-only
# TLS in the kernel, sending and receiving, with TLS 1.2 and 1.3: the records are those that OpenSSL computes.
. /kcarve/checks/clients.sh
driver tls
# A system that runs has its loopback device up.
ip link set lo up 2>/dev/null
/kcarve/ktls >results
cat results
right=$(grep -c ': right$' results)
[ "$right" -gt 0 ] || fail "no cipher works"
# A cipher that the kernel does not have, or that FIPS mode does not allow.
grep -v ': right$' results >others
while IFS= read -r line; do
	case $line in
	aes-*gcm*) exit 1 ;;
	*": No such file or directory"|*": Protocol not supported"|*": Invalid argument") ;;
	chacha*) in_fips_mode || exit 1 ;;
	*) exit 1 ;;
	esac
done <others || exit 1
echo "$right of $(grep -c . results) are as OpenSSL computes them, both ways; damage is found"
