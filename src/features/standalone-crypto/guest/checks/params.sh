# SPDX-License-Identifier: GPL-2.0-only
# The parameters of kcarve.params=MODULE/NAME,... can be read in /sys/module.
names=$(words params)
[ -n "$names" ] || { echo "no parameters given"; exit 4; }
missing=0
for name in $names; do
	file="/sys/module/${name%%/*}/parameters/${name#*/}"
	if [ -e "$file" ]; then echo "$name = $(cat "$file")"; else echo "$name is not there"; missing=1; fi
done
exit $missing
