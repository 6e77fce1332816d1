# SPDX-License-Identifier: GPL-2.0-only
# fs-verity on ext4: the digest that the kernel measures is that of fsverity in user space, by sha256 and sha512, and a block that was changed on the
# disk cannot be read.
. /kcarve/checks/clients.sh
need fsverity mke2fs debugfs
driver ext4
driver loop
[ -e /proc/sys/fs/verity ] || grep -q verity /sys/fs/ext4/features/* 2>/dev/null || [ -e /sys/fs/ext4/features/verity ] || skip "the kernel has no fs-verity"
disk=$(loop_device 16M)
mke2fs -q -t ext4 -O verity,^has_journal -b 4096 "$disk"
mkdir mounted
mount "$disk" mounted || fail "it cannot be mounted"
checked=
for hash in sha256 sha512; do
	random_file mounted/$hash 500000
	computed=$(fsverity digest --compact --hash-alg=$hash mounted/$hash)
	fsverity enable --hash-alg=$hash mounted/$hash || fail "$hash cannot be enabled"
	measured=$(fsverity measure mounted/$hash | cut -d' ' -f1)
	[ "$measured" = "$hash:$computed" ] || fail "$hash: measured $measured, computed $computed"
	if echo more 2>/dev/null >>mounted/$hash; then fail "$hash: it can be written to"; fi
	cat mounted/$hash >/dev/null || fail "$hash: it cannot be read"
	checked="$checked $hash"
done
block=$(debugfs -R 'bmap sha256 5' "$disk" 2>/dev/null)
umount mounted
printf changed | dd of="$disk" bs=1 seek=$((block * 4096 + 17)) conv=fsync,notrunc status=none
mount "$disk" mounted
if cat mounted/sha256 >/dev/null 2>error; then fail "a changed block is read"; fi
cat mounted/sha512 >/dev/null || fail "the other file cannot be read"
umount mounted
echo "measured as computed, and damage is found:$checked"
