# SPDX-License-Identifier: GPL-2.0-only
# fscrypt on ext4: what lies on the disk is AES-256-XTS as OpenSSL computes it, with the key that HKDF-SHA512 derives, names are encrypted,
# and without the key there is neither.
. /kcarve/checks/clients.sh
need openssl mke2fs debugfs
driver ext4
driver loop
disk=$(loop_device 16M)
mke2fs -q -t ext4 -O encrypt,^has_journal -b 4096 "$disk"
mkdir mounted
mount "$disk" mounted 2>error || skip "the kernel cannot mount it: $(cat error)"
mkdir mounted/secret
random_file key 64
identifier=$(/kcarve/fscrypt add mounted key 2>error) || { case $(cat error) in *"not supported"*) skip "the kernel has no fscrypt" ;; *) fail "$(cat error)" ;; esac; }
/kcarve/fscrypt set mounted/secret "$identifier" || fail "no policy"
random_file data 8192
cp data mounted/secret/name
sync
nonce=$(/kcarve/fscrypt nonce mounted/secret/name) || fail "no nonce"
block=$(debugfs -R "bmap <$(stat -c %i mounted/secret/name)> 1" "$disk" 2>/dev/null)
# fs/crypto/fscrypt_private.h: "fscrypt\0", HKDF_CONTEXT_PER_FILE_ENC_KEY, the nonce.
openssl kdf -keylen 64 -kdfopt digest:SHA512 -kdfopt "hexkey:$(hex_of key)" -kdfopt "hexinfo:667363727970740002$nonce" -binary -out file.key HKDF || fail "no HKDF in OpenSSL"
dd if=data bs=4096 skip=1 count=1 of=plain status=none
openssl_xts file.key 01000000000000000000000000000000 plain expected || fail "no XTS by OpenSSL"
dd if="$disk" bs=4096 skip="$block" count=1 of=stored iflag=direct status=none
cmp stored expected || fail "the second block is not what OpenSSL computes"
echo 2 >/proc/sys/vm/drop_caches
cmp data mounted/secret/name || fail "it reads otherwise"
/kcarve/fscrypt remove mounted "$identifier" || fail "the key cannot be removed"
echo 3 >/proc/sys/vm/drop_caches
[ ! -e mounted/secret/name ] || fail "the name is there without the key"
[ "$(ls mounted/secret | wc -l)" = 1 ] || fail "without the key there is no name at all"
if cat mounted/secret/* >/dev/null 2>error; then fail "it can be read without the key"; fi
[ "$(/kcarve/fscrypt add mounted key)" = "$identifier" ] || fail "another identifier"
cmp data mounted/secret/name || fail "it reads otherwise with the key again"
umount mounted
echo "the block is AES-256-XTS as OpenSSL computes it; without the key there are neither names nor data"
