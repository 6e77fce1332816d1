# SPDX-License-Identifier: GPL-2.0-only
# Name and build id of every module that is loaded: which of several files of a name it came from.
for note in /sys/module/*/notes/.note.gnu.build-id; do
	module=${note#/sys/module/}
	echo "${module%%/*} $(tail -c +17 "$note" | hexdump -v -e '/1 "%02x"')"
done
