# SPDX-License-Identifier: GPL-2.0-only
# Makes the kernel crash, with /kexec/kernel loaded for that (crashkernel=): it is asked to do what this one was asked to do, but for this.
/kcarve/kexec --crash /kexec/kernel /kexec/initramfs "$(sed 's/ kcarve\.act=[^ ]*//; s/ crashkernel=[^ ]*//' /proc/cmdline)" || return
echo 1 >/proc/sys/kernel/sysrq
echo c >/proc/sysrq-trigger
