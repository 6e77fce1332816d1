// SPDX-License-Identifier: GPL-2.0-only
// kexec [--crash] KERNEL INITRAMFS COMMAND-LINE: starts another kernel from this one, or has it there for when this one crashes.
// Exit code 4: this kernel has no kexec_file_load().
#include <errno.h>
#include <fcntl.h>
#include <linux/kexec.h>
#include <linux/reboot.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	int crash = argc > 1 && !strcmp(argv[1], "--crash");
	argv += crash;
	argc -= crash;
	if (argc != 4) {
		fprintf(stderr, "usage: kexec [--crash] KERNEL INITRAMFS COMMAND-LINE\n");
		return 2;
	}
	int kernel = open(argv[1], O_RDONLY);
	int initramfs = open(argv[2], O_RDONLY);
	if (kernel < 0 || initramfs < 0) {
		perror("kexec");
		return 1;
	}
	unsigned long flags = crash ? KEXEC_FILE_ON_CRASH : 0;
	if (syscall(SYS_kexec_file_load, kernel, initramfs, strlen(argv[3]) + 1, argv[3], flags)) {
		int code = errno == ENOSYS ? 4 : 1;
		perror("kexec_file_load");
		return code;
	}
	if (crash)
		return 0;
	sync();
	syscall(SYS_reboot, LINUX_REBOOT_MAGIC1, LINUX_REBOOT_MAGIC2, LINUX_REBOOT_CMD_KEXEC, NULL);
	perror("reboot");
	return 1;
}
