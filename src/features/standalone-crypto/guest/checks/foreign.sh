# SPDX-License-Identifier: GPL-2.0-only
# What becomes of /kcarve/foreign.ko, a module of somebody else with algorithms of its own, and what /proc/fips140 calls the ciphers
# of kcarve.made=, whose parts may be from it.
[ -f /kcarve/foreign.ko ] || { echo "it is not there"; exit 4; }
services() { grep approved /proc/fips140; }
services >/tmp/before
insmod /kcarve/foreign.ko 2>&1 || exit 1
services >/tmp/after
cmp /tmp/before /tmp/after || exit 1
echo "loaded: $(awk '/^driver/ { driver = $3 } /^module/ && driver == "zero-foreign" { print driver " of " $3 }' /proc/crypto)"
for name in $(words made); do
	# It makes the cipher (5 is the type of a symmetric one), and refuses to stay.
	/sbin/modprobe tcrypt "alg=$name" type=5 2>/dev/null
	grep " $name\$" /proc/fips140 || echo "$name was not made"
done
rmmod foreign
