# SPDX-License-Identifier: GPL-2.0-only
# "MODULE" a line, and "MODULE/PARAMETER=VALUE" for each that can be read.
cd /sys/module
for module in *; do
	echo "$module"
	for file in "$module"/parameters/*; do
		[ -f "$file" ] && echo "$module/${file##*/}=$(cat "$file" 2>/dev/null)"
	done
done
true
