// SPDX-License-Identifier: GPL-2.0-only
/*
 * load-btf CARRIER NAME BTFS: asks the running kernel what it thinks of the BTF
 * of many modules. Each in BTFS, a length in 4 bytes before it, becomes the .BTF
 * section of the module NAME in the file CARRIER, which is loaded and unloaded.
 * Prints a line each: "taken", or "refused" with what the kernel has logged.
 */
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static char *read_file(const char *path, size_t *size)
{
	struct stat st;
	int fd = open(path, O_RDONLY);
	size_t got = 0;
	ssize_t n;
	char *data;

	if (fd < 0 || fstat(fd, &st) || !(data = malloc(st.st_size)))
		return NULL;
	while (got < (size_t)st.st_size && (n = read(fd, data + got, st.st_size - got)) > 0)
		got += n;
	close(fd);
	*size = got;
	return data;
}

static Elf64_Shdr *btf_section(char *module)
{
	Elf64_Ehdr *ehdr = (void *)module;
	Elf64_Shdr *shdrs = (void *)(module + ehdr->e_shoff);
	char *names = module + shdrs[ehdr->e_shstrndx].sh_offset;

	for (int i = 0; i < ehdr->e_shnum; i++)
		if (!strcmp(names + shdrs[i].sh_name, ".BTF"))
			return &shdrs[i];
	return NULL;
}

/* The last words of the BTF verifier: older kernels log one reason in several lines. */
static void read_log(int log, char *reason, size_t size)
{
	char record[8192];
	ssize_t n;

	*reason = '\0';
	while ((n = read(log, record, sizeof(record) - 1)) > 0 || (n < 0 && errno == EPIPE)) {
		char *text;

		if (n < 0)
			continue;
		record[n] = '\0';
		text = strstr(record, ";BPF: ");
		if (!text)
			continue;
		text += strlen(";BPF: ");
		text[strcspn(text, "\n")] = '\0';
		if (text[strspn(text, " ")])
			snprintf(reason, size, "%s", text);
	}
}

int main(int argc, char **argv)
{
	size_t carrier_size, size, at = 0;
	char *carrier, *btfs, reason[512], sysfs[128];
	int log = open("/dev/kmsg", O_RDONLY | O_NONBLOCK);

	if (argc != 4 || !(carrier = read_file(argv[1], &carrier_size)) ||
	    !(btfs = read_file(argv[3], &size)) || !btf_section(carrier))
		return 1;
	snprintf(sysfs, sizeof(sysfs), "/sys/kernel/btf/%s", argv[2]);
	while (at + 4 <= size) {
		size_t start = (carrier_size + 15) & ~15UL;
		Elf64_Shdr *section;
		uint32_t length;
		char *module;
		long failed;

		memcpy(&length, btfs + at, 4);
		module = calloc(1, start + length);
		memcpy(module, carrier, carrier_size);
		memcpy(module + start, btfs + at + 4, length);
		section = btf_section(module);
		section->sh_offset = start;
		section->sh_size = length;
		read_log(log, reason, sizeof(reason));
		failed = syscall(SYS_init_module, module, start + length, "");
		if (!failed && !access(sysfs, F_OK)) {
			puts("taken");
		} else {
			/* Refused, it may be loaded without, as the configuration has it. */
			read_log(log, reason, sizeof(reason));
			printf("refused %s\n", reason);
		}
		if (!failed && syscall(SYS_delete_module, argv[2], O_NONBLOCK))
			return 1;
		free(module);
		at += 4 + length;
	}
	return 0;
}
