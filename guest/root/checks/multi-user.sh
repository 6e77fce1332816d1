# SPDX-License-Identifier: GPL-2.0-only
# The system has reached multi-user.target, and no unit has failed on the way.
systemctl is-active --quiet multi-user.target || { echo "multi-user.target is $(systemctl is-active multi-user.target)"; exit 1; }
failed=$(systemctl list-units --failed --plain --no-legend | awk '{ print $1 }')
for unit in $failed; do
	echo "$unit failed"
	journalctl -u "$unit" -n 3 -o cat
done
[ -z "$failed" ] || exit 1
. /etc/os-release
case $(findmnt -n -o SOURCE /) in /dev/mapper/*) volume=' in a LUKS2 volume' ;; *) volume= ;; esac
echo "$PRETTY_NAME on $(findmnt -n -o FSTYPE /)$volume"
