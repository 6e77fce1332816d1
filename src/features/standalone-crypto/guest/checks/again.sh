# SPDX-License-Identifier: GPL-2.0-only
# The module can neither be loaded a second time, as it is or under another name, nor removed, and nothing changes by trying.
[ "$(option carved)" = 1 ] || { echo "not a carved kernel"; exit 4; }
file=$(find /lib/modules -name fips140.ko 2>/dev/null | head -n 1)
[ -f "$file" ] || { echo "its file is not there"; exit 4; }
doing "copying the module under another name"
sed 's/fips140/fips141/g' "$file" >/tmp/fips141.ko
state() { grep -v '^refcnt' /proc/crypto; grep '^fips140 ' /proc/modules; cat /proc/fips140 /sys/module/fips140/selftest; }
# refused REASON COMMAND...: a kernel that takes signed modules only may say that instead.
refused() {
	reason=$1
	shift
	if message=$("$@" 2>&1); then echo "$* succeeded"; exit 1; fi
	echo "$message"
	case "$message" in *"$reason"*|*[Kk]"ey "*) ;; *) exit 1 ;; esac
}

state >/tmp/before
for round in 1 2 3; do
	doing "loading and removing the module, round $round of 3"
	refused "invalid module format" insmod /tmp/fips141.ko
	refused "Resource temporarily unavailable" rmmod fips140
	refused "Resource temporarily unavailable" rmmod -f fips140
	refused "File exists" insmod "$file"
done
dmesg | sed -n 's/.*\(fips141: \)/\1/p' | tail -n 1
state >/tmp/after
cmp /tmp/before /tmp/after
