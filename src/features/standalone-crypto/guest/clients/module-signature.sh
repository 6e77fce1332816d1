# SPDX-License-Identifier: GPL-2.0-only
# A module with its signature loads. Without one, or with a changed byte, it is refused where modules must be signed and in FIPS mode if it is
# cryptography; elsewhere it loads and taints the kernel.
. /kcarve/checks/clients.sh
for name in serpent_generic twofish_generic camellia_generic; do
	modprobe -q -r "$name"
	file=$(modinfo -n "$name" 2>/dev/null)
	[ -f "$file" ] && break
done
[ -f "$file" ] || skip "no module to try"
case $file in
*.xz) busybox unxz -c "$file" >signed.ko ;;
*.zst) zstd -dqc "$file" >signed.ko ;;
*.gz) gzip -dc "$file" >signed.ko ;;
*) cp "$file" signed.ko ;;
esac || fail "$file cannot be unpacked"
tail -c 28 signed.ko | grep -q 'Module signature appended' || skip "$name is not signed"
modprobe "$name" || { in_fips_mode && echo "$name is refused in FIPS mode though signed"; exit 1; }
modprobe -r "$name"
head -c -28 signed.ko >unsigned.ko
cp signed.ko changed.ko
# In the middle, far from headers and from the signature.
size=$(stat -c %s signed.ko)
byte=$(dd if=signed.ko bs=1 skip=$((size / 2)) count=1 status=none | od -An -tu1 | tr -d ' ')
printf "\\$(printf %03o $(((byte + 1) % 256)))" | dd of=changed.ko bs=1 seek=$((size / 2)) conv=notrunc status=none
enforced=$(cat /sys/module/module/parameters/sig_enforce 2>/dev/null)
# A module without a good signature must not load in FIPS mode: the kernel panics over cryptography there, so it is not tried.
if in_fips_mode && [ "$enforced" != Y ]; then echo "$name with its signature; without one the kernel would panic in FIPS mode"; exit 0; fi
for kind in unsigned changed; do
	if insmod $kind.ko 2>error; then
		rmmod "$name"
		[ "$enforced" != Y ] || fail "$kind: loaded though signatures are enforced"
		echo "$kind: loaded, $([ $(( $(cat /proc/sys/kernel/tainted) & 8192 )) != 0 ] && echo tainted)"
		[ $kind = unsigned ] || fail "a changed module is loaded"
	else
		echo "$kind: $(cat error)"
	fi
done
echo "$name: with its signature, without it, changed"
