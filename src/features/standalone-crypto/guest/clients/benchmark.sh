# SPDX-License-Identifier: GPL-2.0-only
# cryptsetup benchmark measures what people use, and the accelerated drivers are really there: a processor with AES
# instructions uses them. Speeds under emulation mean nothing and are not printed.
. /kcarve/checks/clients.sh
need cryptsetup
driver algif_skcipher
failed=0
for cipher in aes-cbc:128 aes-cbc:256 aes-xts:256 aes-xts:512; do
	out=$(cryptsetup benchmark --cipher "${cipher%:*}" --key-size "${cipher#*:}" 2>&1) || { echo "$cipher: $out"; failed=1; }
	echo "$out" | grep -q 'MiB/s' || { echo "$cipher: no result"; failed=1; }
done
# best NAME: the driver of the highest priority that has passed its test and is not internal.
best() {
	awk -v name="$1" '
		/^name/ { this = $3 } /^driver/ { driver = $3 } /^priority/ { priority = $3 } /^selftest/ { passed = $3 == "passed" }
		/^internal/ { internal = $3 == "yes" }
		/^$/ { if (this == name && passed && !internal && priority > most) { most = priority; found = driver } }
		END { print found }' /proc/crypto
}
if grep -q '^flags.* aes\|^Features.* aes' /proc/cpuinfo; then
	for name in 'cbc(aes)' 'xts(aes)'; do
		found=$(best "$name")
		case $found in
		*-aesni*|*-vaes*|*-ce|*-neon*) echo "$name: $found" ;;
		*) echo "$name: $found, though the processor has AES instructions"; failed=1 ;;
		esac
	done
fi
[ $failed = 0 ] || exit 1
echo "aes-cbc and aes-xts by $(best 'cbc(aes)'), $(best 'xts(aes)')"
