# SPDX-License-Identifier: GPL-2.0-only
# The signed module of kcarve.signed= can be loaded, and without its signature it cannot.
name=$(option signed)
[ -n "$name" ] || { echo "no module given"; exit 4; }
file=$(modprobe -D "$name" 2>/dev/null | sed -n 's/^insmod //p' | tail -n 1)
[ -f "$file" ] || file=$(find /lib/modules -name "$name.ko")
modprobe "$name" || { echo "$name was refused"; exit 1; }
settle
rmmod "$name"
# The magic at the end is what says that there is one.
head -c -28 "$file" >/tmp/unsigned.ko
if message=$(insmod /tmp/unsigned.ko 2>&1); then echo "loaded without a signature"; exit 1; fi
echo "without its signature: $message"
case "$message" in *[Kk]ey*) ;; *) exit 1 ;; esac
