# SPDX-License-Identifier: GPL-2.0-only
# dm-crypt through cryptsetup: LUKS2 opens with the right password and not with a wrong one, data survive closing and re-encryption,
# what is on the disk is AES-XTS as OpenSSL computes it, and authenticated encryption finds a flipped bit.
. /kcarve/checks/clients.sh
need cryptsetup openssl
driver dm_crypt
driver loop
cheap="--pbkdf pbkdf2 --pbkdf-force-iterations 1000 --batch-mode"
printf 'the password' >password
printf 'another one' >wrong

disk=$(loop_device 24M)
cryptsetup luksFormat $cheap --type luks2 --cipher aes-xts-plain64 --key-size 512 "$disk" password || fail "luksFormat failed"
if cryptsetup open --key-file wrong "$disk" kcarve-luks 2>refusal; then fail "a wrong password opens it"; fi
echo "wrong password: $(head -n 1 refusal)"
cryptsetup open --key-file password "$disk" kcarve-luks || fail "it does not open"
random_file data 1048576
dd if=data of=/dev/mapper/kcarve-luks bs=64k conv=fsync status=none
# The sectors as they lie there, against OpenSSL: the IV of plain64 is the sector's number, counted from the segment.
cryptsetup luksDump --batch-mode --dump-volume-key --key-file password --volume-key-file volume.key "$disk" >/dev/null || fail "no volume key"
offset=$(cryptsetup luksDump "$disk" | sed -n 's/^[[:space:]]*offset: \([0-9]*\) \[bytes\]$/\1/p' | head -n 1)
for sector in 0 1 255 2047; do
	dd if="$disk" bs=512 skip=$((offset / 512 + sector)) count=1 of=stored iflag=direct status=none
	dd if=data bs=512 skip=$sector count=1 of=plain status=none
	iv=$(printf '%02x%02x000000000000000000000000' $((sector % 256)) $((sector / 256)))0000
	openssl_xts volume.key "$iv" plain expected || fail "no XTS by OpenSSL"
	cmp -s stored expected || fail "sector $sector is not what OpenSSL computes"
done
cryptsetup close kcarve-luks
cryptsetup open --key-file password "$disk" kcarve-luks || fail "it does not open again"
head -c 1048576 /dev/mapper/kcarve-luks | cmp - data || fail "the data are not back"
cryptsetup close kcarve-luks
cryptsetup reencrypt $cheap --key-file password --cipher aes-cbc-essiv:sha256 --key-size 256 "$disk" || fail "reencrypt failed"
cryptsetup open --key-file password "$disk" kcarve-luks || fail "it does not open after reencrypt"
head -c 1048576 /dev/mapper/kcarve-luks | cmp - data || fail "the data are not back after reencrypt"
cryptsetup close kcarve-luks
echo "aes-xts-plain64 is OpenSSL's, reencrypt to aes-cbc-essiv:sha256"

modprobe -q dm_integrity || { echo "LUKS2 opens, refuses and is re-encrypted; no dm-integrity for authenticated encryption"; exit 0; }
modprobe -q authenc
disk=$(loop_device 24M)
cryptsetup luksFormat $cheap --type luks2 --cipher aes-xts-plain64 --key-size 512 --integrity hmac-sha256 --integrity-no-wipe "$disk" password 2>error || fail "no authenticated encryption: $(cat error)"
cryptsetup open --key-file password "$disk" kcarve-luks || fail "authenticated encryption does not open"
dd if=data of=/dev/mapper/kcarve-luks bs=64k conv=fsync oflag=direct status=none || fail "cannot write"
cmp -n 1048576 data /dev/mapper/kcarve-luks || fail "authenticated data are not back"
cryptsetup close kcarve-luks
# Somewhere in the data of the first megabyte: every sector written has random contents, of which 0 to 255 are there.
cryptsetup open --key-file password "$disk" kcarve-luks
sector=$(cryptsetup status kcarve-luks | sed -n 's/^ *offset: *\([0-9]*\).*/\1/p')
cryptsetup close kcarve-luks
flipped=$(( $(stat -c %s "$(losetup -n -O BACK-FILE "$disk" | tail -n 1)") / 2 ))
dd if=/dev/urandom of="$disk" bs=4096 seek=$((flipped / 4096 / 2)) count=1024 conv=fsync oflag=direct status=none
cryptsetup open --key-file password "$disk" kcarve-luks 2>/dev/null || fail "damaged data keep it from being opened"
if dd if=/dev/mapper/kcarve-luks of=/dev/null bs=64k count=320 iflag=direct status=none 2>error; then fail "damaged data are read"; fi
cryptsetup close kcarve-luks
echo "LUKS2 opens, refuses, is re-encrypted; hmac-sha256 finds damage"
