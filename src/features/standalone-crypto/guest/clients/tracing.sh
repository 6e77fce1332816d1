# SPDX-License-Identifier: GPL-2.0-only
# A kprobe and the function tracer find functions of cryptography by the names that stock has, wherever they are, and see them called.
. /kcarve/checks/clients.sh
need kcapi-dgst
driver algif_hash
grep -q ' /sys/kernel/tracing ' /proc/mounts || mount -t tracefs tracefs /sys/kernel/tracing || skip "the kernel has no tracefs"
cd /sys/kernel/tracing || exit 1
[ -e kprobe_events ] || skip "the kernel has no events of kprobes"
grep -qw function available_tracers || skip "the kernel has no function tracer"
random_file "$work/data" 70001
digest() { kcapi-dgst -c 'sha256' --hex -i "$work/data" >"$work/digest" || fail "no digest by AF_ALG"; }
digest
cp "$work/digest" "$work/before"

# What AF_ALG calls for a hash, whichever driver computes it.
echo 'p:kcarve/ahash crypto_ahash_digest' >kprobe_events || fail "no kprobe on crypto_ahash_digest()"
echo 'p:kcarve/tfm crypto_alloc_ahash' >>kprobe_events || fail "no kprobe on crypto_alloc_ahash()"
echo 1 >events/kcarve/enable
digest
echo 0 >events/kcarve/enable
hits=$(awk '{ hits += $2 } END { print hits + 0 }' kprobe_profile)
echo >kprobe_events
[ "$hits" -gt 0 ] || fail "a kprobe on crypto_alloc_ahash() was never hit"
cmp -s "$work/before" "$work/digest" || fail "the digest is another one under a kprobe"

echo 'crypto_alloc_ahash crypto_create_tfm_node crypto_ahash_*' >set_ftrace_filter || fail "these functions cannot be traced"
echo function >current_tracer
digest
# Another tracer begins with an empty buffer.
seen=$(sed -n 's/.*: \(crypto_[a-z_]*\) <-.*/\1/p' trace | sort -u)
echo nop >current_tracer
echo >set_ftrace_filter
case $seen in *crypto_alloc_ahash*) ;; *) fail "the function tracer has not seen crypto_alloc_ahash()" ;; esac
cmp -s "$work/before" "$work/digest" || fail "the digest is another one while it is traced"
echo "kprobe and function tracer on crypto_alloc_ahash()"
