# SPDX-License-Identifier: GPL-2.0-only
# dm-verity by sha1, sha256 and sha512: the root hash that veritysetup computes in user space is the one that the kernel accepts, no other is, and
# a block that was changed cannot be read.
. /kcarve/checks/clients.sh
need veritysetup
driver dm_verity
driver loop
checked=
for hash in sha1 sha256 sha512; do
	data=$(loop_device 2M)
	tree=$(loop_device 1M)
	dd if=/dev/urandom of="$data" bs=64k count=32 conv=fsync status=none
	root=$(veritysetup format --hash "$hash" "$data" "$tree" | sed -n 's/^Root hash:[[:space:]]*//p')
	[ -n "$root" ] || fail "$hash: no root hash"
	veritysetup open "$data" kcarve-verity "$tree" "$root" || fail "$hash: it does not open"
	cmp "$data" /dev/mapper/kcarve-verity || fail "$hash: it reads otherwise"
	veritysetup close kcarve-verity
	if veritysetup open "$data" kcarve-verity "$tree" "$(echo "$root" | tr 0-9a-f 1-9a-f0)" 2>/dev/null &&
	   dd if=/dev/mapper/kcarve-verity of=/dev/null bs=4096 count=1 status=none 2>/dev/null; then fail "$hash: a wrong root hash is taken"; fi
	veritysetup close kcarve-verity 2>/dev/null
	printf 'changed' | dd of="$data" bs=1 seek=1000000 conv=fsync,notrunc status=none
	veritysetup open "$data" kcarve-verity "$tree" "$root" || fail "$hash: it does not open again"
	if dd if=/dev/mapper/kcarve-verity of=/dev/null bs=4096 skip=244 count=1 iflag=direct status=none 2>/dev/null; then fail "$hash: a changed block is read"; fi
	dd if=/dev/mapper/kcarve-verity of=/dev/null bs=4096 count=1 iflag=direct status=none || fail "$hash: the other blocks cannot be read"
	veritysetup close kcarve-verity
	checked="$checked $hash"
done
echo "right and wrong root hashes are told apart, and a changed block is found:$checked"
