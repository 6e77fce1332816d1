# SPDX-License-Identifier: GPL-2.0-only
# dm-integrity on its own, with tags by crc32c, sha256 and hmac(sha256): data are back after closing, damage is an error.
. /kcarve/checks/clients.sh
need integritysetup
driver dm_integrity
driver loop
random_file data 262144
random_file key 32
checked=
for algorithm in crc32c sha256 hmac-sha256; do
	keyed=
	case $algorithm in hmac-*) keyed="--integrity-key-file key --integrity-key-size 32" ;; esac
	disk=$(loop_device 8M)
	integritysetup format -q --no-wipe --integrity "$algorithm" $keyed "$disk" >/dev/null || fail "format with $algorithm failed"
	integritysetup open --integrity "$algorithm" $keyed "$disk" kcarve-integrity || fail "$algorithm does not open"
	dd if=data of=/dev/mapper/kcarve-integrity bs=64k oflag=direct conv=fsync status=none || fail "$algorithm: cannot write"
	integritysetup close kcarve-integrity
	integritysetup open --integrity "$algorithm" $keyed "$disk" kcarve-integrity || fail "$algorithm does not open again"
	cmp -n 262144 data /dev/mapper/kcarve-integrity || fail "$algorithm: the data are not back"
	integritysetup close kcarve-integrity
	# Where the first sector of the data lies, to be told by its content.
	at=$(grep -obUa -m 1 -F "$(head -c 12 data | tr -d '\000\n')" "$disk" 2>/dev/null | head -n 1 | cut -d: -f1)
	dd if=/dev/urandom of="$disk" bs=512 seek=$((${at:-4194304} / 512)) count=2048 oflag=direct conv=fsync status=none
	integritysetup open --integrity "$algorithm" $keyed "$disk" kcarve-integrity || fail "$algorithm does not open when damaged"
	if dd if=/dev/mapper/kcarve-integrity of=/dev/null bs=64k iflag=direct status=none 2>/dev/null; then fail "$algorithm: damage is not found"; fi
	integritysetup close kcarve-integrity
	checked="$checked $algorithm"
done
echo "data are back and damage is found:$checked"
