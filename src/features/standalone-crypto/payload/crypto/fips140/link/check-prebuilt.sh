#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Usage: check-prebuilt.sh PREBUILT FRESH SYMVERS [MEMBER...]
#
# Rejects a prebuilt module that this kernel cannot load, or that lacks exports
# of the module that this build made, FRESH. Each MEMBER is another prebuilt
# crypto module, which must have been built with PREBUILT. Prints how many CRCs
# differ, for information only.

set -e
export LC_ALL=C

prebuilt=$1
fresh=$2
symvers=$3
shift 3

error() {
	echo "error: fips140: $prebuilt $1" >&2
	exit 1
}

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

eval "$HMAC \"\$prebuilt\"" | cut -d ' ' -f 1 > "$tmp/hmac"
cut -c 1-64 "$prebuilt.hmac" | cmp -s - "$tmp/hmac" ||
	error "is not what $prebuilt.hmac is the digest of, or CONFIG_CRYPTO_FIPS140_HMAC_KEY is another"

format() {
	$OBJDUMP -f "$1" 2> /dev/null | sed -n 's/.*file format //p'
}
[ -n "$(format "$prebuilt")" ] || error "is not an ELF file of this architecture"
[ "$(format "$prebuilt")" = "$(format "$fresh")" ] ||
	error "is $(format "$prebuilt"), not $(format "$fresh")"

section() {
	$OBJCOPY -O binary -j "$2" "$1" "$tmp/section" 2> /dev/null ||
		error "is damaged: it has no section $2"
	cat "$tmp/section"
}
vermagic() {
	section "$1" .modinfo | tr '\0' '\n' | sed -n 's/^vermagic=[^ ]* *//p'
}
[ "$(vermagic "$prebuilt")" = "$(vermagic "$fresh")" ] ||
	error "has vermagic \"$(vermagic "$prebuilt")\", this kernel \"$(vermagic "$fresh")\""

# struct module: its size, and the offset of its pointer to init_module
layout() {
	section "$1" .gnu.linkonce.this_module | wc -c
	$OBJDUMP -r -j .gnu.linkonce.this_module "$1" |
		awk '$2 ~ /^R_/ && $3 ~ /_module/ { print $1, $3 }'
}
layout "$prebuilt" > "$tmp/layout"
layout "$fresh" | cmp -s - "$tmp/layout" || error "has another struct module"

[ "$(section "$prebuilt" .fips140_module | od -An -N4 -tx4)" = " 30343146" ] ||
	error "has no valid descriptor"

awk '$3 == "vmlinux" { print $2 }' "$symvers" | sort > "$tmp/exported"
$NM -u "$prebuilt" | awk '$1 == "U" { print $2 }' | sort > "$tmp/imports"
for name in $(comm -23 "$tmp/imports" "$tmp/exported" | head -n 1); do
	error "needs $name, which vmlinux does not export"
done

exports() {
	$NM "$1" | sed -n 's/.* __ksymtab_//p' | sort -u
}
exports "$prebuilt" > "$tmp/exports"
for name in $(exports "$fresh" | comm -23 - "$tmp/exports" | head -n 1); do
	error "does not export $name"
done

# A note: a header of twelve bytes, "GNU\0", the build ID.
id=$(section "$prebuilt" .note.gnu.build-id | od -An -v -tx1 | tr -d ' \n' | cut -c 33-)
for each in "$@"; do
	$OBJCOPY -O binary -j .fips140_member "$each" "$tmp/mark" 2> /dev/null || : > "$tmp/mark"
	mark=$(tr -d '\0' < "$tmp/mark")
	[ "${mark##* }" = "$id" ] ||
		error "is not what $each belongs to: its mark is \"$mark\", not of $id"
done

# struct modversion_info: 8 bytes with the CRC, 56 bytes with the name
if $OBJDUMP -h "$prebuilt" | grep -q __versions; then
	section "$prebuilt" __versions | od -An -v -w64 -tx1 | awk '{
		name = ""
		for (i = 9; i <= 64 && $i != "00"; i++)
			name = name $i
		print $4 $3 $2 $1, name
	}' > "$tmp/crcs"
	awk 'NR == FNR { crc[$2] = substr($1, 3); next }
	function hex(s,	i, h) {
		for (i = 1; i <= length(s); i++)
			h = h sprintf("%02x", index(" !\"#$%&\047()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~", substr(s, i, 1)) + 31)
		return h
	}
	{ of[hex($2)] = substr($1, 3) }
	END {
		for (name in crc) {
			n++
			if (of[name] != crc[name])
				differ++
		}
		printf "%d of %d imports have another CRC\n", differ, n
	}' "$tmp/crcs" "$symvers"
fi
