# SPDX-License-Identifier: GPL-2.0-only
# What the checks of the clients share; it is no check itself. They run in the root of a distribution.

skip() { echo "$*"; exit 4; }
fail() { echo "$*"; exit 1; }

# need PROGRAM...: without one of them there is nothing to check with.
need() {
	for program; do command -v "$program" >/dev/null || skip "the root has no $program"; done
}

# driver MODULE...: what a kernel has built in needs no loading, and modprobe knows that.
driver() {
	for module; do modprobe -q "$module" || skip "the kernel has no $module"; done
}

in_fips_mode() { [ "$(cat /proc/sys/crypto/fips_enabled 2>/dev/null)" = 1 ]; }

# has_algorithm NAME: of the kind that names are of in /proc/crypto, without making an instance of a template.
has_algorithm() { grep -qFx "name         : $1" /proc/crypto; }

# A directory of the check's own, which is gone with the machine.
work=$(mktemp -d)
cd "$work" || exit 1

# loop_device SIZE: prints a block device of SIZE that holds zeroes.
loop_device() {
	file=$(mktemp "$work/disk.XXXXXX")
	truncate -s "$1" "$file"
	losetup --find --show "$file"
}

# Two new network namespaces, a and b, with a cable between them: the device wire of each.
two_namespaces() {
	[ -e /proc/self/ns/net ] || skip "the kernel has no network namespaces"
	for net in a b; do
		ip netns del $net 2>/dev/null
		ip netns add $net || fail "no network namespace"
	done
	ip link add wire netns a type veth peer name wire netns b || fail "no cable"
}

# random_file FILE BYTES
random_file() { head -c "$2" /dev/urandom >"$1"; }

# hex_of FILE
hex_of() { od -An -v -tx1 "$1" | tr -d ' \n'; }

# from_hex HEX: the bytes. Not by the shell's own printf, which may not know \x.
from_hex() { env printf "$(echo "$1" | sed 's/../\\x&/g')"; }

# openssl_xts KEY IV-IN-HEX PLAIN OUT: AES-XTS of whole blocks by OpenSSL's ECB; KEY is a file of both keys.
openssl_xts() {
	bytes=$(($(stat -c %s "$1") / 2))
	head -c $bytes "$1" >xts.key1
	tail -c $bytes "$1" >xts.key2
	from_hex "$2" >xts.iv
	openssl enc -aes-$((bytes * 8))-ecb -e -nopad -K "$(hex_of xts.key2)" -in xts.iv -out xts.tweak || return 1
	/kcarve/xts-whiten xts.tweak <"$3" >xts.in || return 1
	openssl enc -aes-$((bytes * 8))-ecb -e -nopad -K "$(hex_of xts.key1)" -in xts.in -out xts.out || return 1
	/kcarve/xts-whiten xts.tweak <xts.out >"$4"
}
