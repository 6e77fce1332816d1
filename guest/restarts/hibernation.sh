# SPDX-License-Identifier: GPL-2.0-only
# The memory is written to a disk, the machine is reset, and the kernel that then starts reads it again.
leave() {
	[ -e /sys/power/disk ] || { echo "the kernel cannot hibernate (CONFIG_HIBERNATION)"; return 4; }
	case $(cat /sys/power/disk) in *disabled*) echo "the kernel may not hibernate"; return 4 ;; esac
	case $(dd if="$(option swap)" bs=1 skip=4086 count=9 2>/dev/null) in S1SUSPEND) echo "the kernel has not read its memory again"; return 1 ;; esac
	mkswap "$(option swap)" >/dev/null && swapon "$(option swap)" || return
	echo reboot >/sys/power/disk
	echo disk >/sys/power/state || return
	swapoff "$(option swap)"
}
arrive() { echo "read again from disk"; }
