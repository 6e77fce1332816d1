# SPDX-License-Identifier: GPL-2.0-only
# This kernel crashes, and the same one, loaded for that, starts in the memory that crashkernel= has reserved.
leave() {
	[ -e /sys/kernel/kexec_crash_size ] || { echo "the kernel takes no other one for a crash (CONFIG_CRASH_DUMP)"; return 4; }
	[ "$(cat /sys/kernel/kexec_crash_size)" != 0 ] || { echo "no memory is reserved"; return 1; }
	/kcarve/kexec --crash /kcarve/restart/kernel /kcarve/restart/initramfs "$(echo "$1" | sed 's/ crashkernel=[^ ]*//') nr_cpus=1 reset_devices" || return
	sync
	echo 1 >/proc/sys/kernel/sysrq
	echo c >/proc/sysrq-trigger
	echo "sysrq does not crash the kernel (CONFIG_MAGIC_SYSRQ)"
	return 4
}
arrive() {
	[ "$(head -c 4 /proc/vmcore | tr -cd A-Z)" = ELF ] || { echo "/proc/vmcore has no memory of the kernel that crashed"; return 1; }
	echo "started after a crash, with the memory of the kernel before it"
}
