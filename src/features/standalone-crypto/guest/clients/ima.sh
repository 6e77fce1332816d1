# SPDX-License-Identifier: GPL-2.0-only
# IMA on a file system of the check's own: what it measures is what sha256sum computes, and with appraisal a file whose content was changed on the
# disk, or that has no hash, cannot be read.
. /kcarve/checks/clients.sh
need mke2fs debugfs sha256sum getfattr setfattr
driver ext4
driver loop
security=/sys/kernel/security
[ -d $security/ima ] || mount -t securityfs none $security 2>/dev/null
[ -w $security/ima/policy ] || skip "the kernel has no IMA whose policy can be written"
random_file first 5000
random_file second 5000
disk=$(loop_device 16M)
mke2fs -q -t ext4 -O ^has_journal -b 4096 "$disk"
debugfs -w -R "write first unsigned" "$disk" 2>/dev/null
uuid=$(blkid -p -s UUID -o value "$disk")
printf '%s\n' "measure func=FILE_CHECK fsuuid=$uuid" "appraise func=FILE_CHECK fsuuid=$uuid" >policy
cat policy >$security/ima/policy 2>error || skip "the policy is refused: $(cat error)"
mkdir mounted
mount "$disk" mounted || fail "it cannot be mounted"
cat first >mounted/good || fail "no file can be made"
cat second >mounted/changed || fail "no file can be made"
sync
setfattr -n security.kcarve -v any mounted/good 2>/dev/null || skip "ext4 holds no security attributes (CONFIG_EXT4_FS_SECURITY)"
getfattr -n security.ima mounted/good >/dev/null 2>&1 || fail "a new file gets no security.ima"
cmp first mounted/good || fail "a file with its hash cannot be read"
measured=$(awk '$5 ~ /\/good$/ { print $4 }' $security/ima/ascii_runtime_measurements | tail -n 1)
case $measured in
sha256:*) [ "${measured#sha256:}" = "$(sha256sum <first | cut -d' ' -f1)" ] || fail "measured $measured" ;;
*) fail "good is measured as ${measured:-nothing}" ;;
esac
if cat mounted/unsigned >/dev/null 2>&1; then fail "a file without a hash is read"; fi
block=$(debugfs -R 'bmap changed 0' "$disk" 2>/dev/null)
umount mounted
printf changed | dd of="$disk" bs=1 seek=$((block * 4096 + 99)) conv=fsync,notrunc status=none
mount "$disk" mounted
if cat mounted/changed >/dev/null 2>&1; then fail "a changed file is read"; fi
cmp first mounted/good || fail "the other file cannot be read"
umount mounted
echo "measured by sha256 as sha256sum does; a changed file and one without a hash are refused"
