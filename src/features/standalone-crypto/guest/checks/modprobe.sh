# SPDX-License-Identifier: GPL-2.0-only
# modprobe succeeds for every name of kcarve.modprobe=, module or built in. By its path: the shell would take that of busybox.
names=$(words modprobe)
[ -n "$names" ] || { echo "no names given"; exit 4; }
[ -d "/lib/modules/$(uname -r)" ] || { echo "no modules for $(uname -r)"; exit 4; }
failed=0
for name in $names; do
	doing "modprobe $name"
	if /sbin/modprobe "$name"; then echo "$name ok"; else echo "$name failed"; failed=1; fi
done
exit $failed
