#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Usage: services.sh approved.h DIRECTORY/crypto-module.a...
#
# Prints those names of approved.h whose code is all in the module. Others use
# cryptography in vmlinux, themselves or by way of other objects of the module,
# or have in their name an algorithm that does.

set -e
export LC_ALL=C

# Stays in vmlinux by design, and the module may use it.
named='
@NAMED@
'

approved=$1
shift
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

for each in "$@"; do
	$AR t "$each" >> "$tmp/inside"
	$AR t "${each%crypto-module.a}built-in.a" >> "$tmp/vmlinux"
done
echo "$named" | grep -vxFf - "$tmp/vmlinux" |
	grep -v -e '^crypto/fips140/' -e '/fips140-group[^/]*\.o$' > "$tmp/outside" || :

# The objects of the module that need one of those.
: > "$tmp/users"
if [ -s "$tmp/inside" ] && [ -s "$tmp/outside" ]; then
	xargs $NM -A --defined-only < "$tmp/outside" > "$tmp/defined"
	xargs $NM -A < "$tmp/inside" > "$tmp/symbols"
	awk '
	{ object = $0; sub(/:.*/, "", object) }
	NR == FNR { if ($(NF - 1) ~ /^[A-Zu]$/) outside[$NF]; next }
	$(NF - 1) == "U" { uses[object] = uses[object] " " $NF; next }
	$(NF - 1) ~ /^[A-Zu]$/ { definer[$NF] = object }
	function needs(object,	names, i) {
		for (i = split(uses[object], names, " "); i; i--)
			if (names[i] in definer ? definer[names[i]] in users : names[i] in outside)
				return 1
	}
	END {
		do {
			more = 0
			for (object in uses)
				if (!(object in users) && needs(object)) {
					users[object]
					more = 1
				}
		} while (more)
		for (object in users)
			print object
	}' "$tmp/defined" "$tmp/symbols" > "$tmp/users"
fi

# The names of the algorithms and templates that they register: in the object a
# name is an array of 128 characters, padded with zeros. A DRBG gets its names at
# run time. An object that is not an ELF file, as with link time optimisation,
# tells nothing: it may be any algorithm.
while read -r object; do
	if [ "$object" = crypto/drbg.o ]; then
		echo drbg
	elif head -c 4 "$object" | grep -q ELF; then
		tr '\n\000' '\001\n' < "$object" | awk '
		$0 != "" { name = $0; left = 127 - length(name); next }
		--left == 0 && name ~ /^[a-z0-9_][a-z0-9(),_+-]*$/ { print name }'
	else
		echo '*'
	fi
done < "$tmp/users" > "$tmp/algorithms"

# When it is used, a service looks up algorithms that its name does not tell: a
# DRBG its entropy source, key generation its random numbers.
awk '
FILENAME == ARGV[1] { is_outside[$1]; next }
function is_inside(name,	words, i) {
	if ("*" in is_outside || name in is_outside)
		return 0
	for (i = split(name, words, /[(),_]/); i; i--) {
		sub(/^aes[0-9]+$/, "aes", words[i])
		if (words[i] in is_outside)
			return 0
	}
	return name !~ /^(drbg_|ecdh-|ffdhe)/ ||
		!("drbg" in is_outside || "jitterentropy_rng" in is_outside)
}
/^[ \t]*"/ {
	n = split($0, parts, "\"")
	for (i = 2; i <= n; i += 2)
		if (is_inside(parts[i]))
			print "\"" parts[i] "\","
}' "$tmp/algorithms" "$approved"
