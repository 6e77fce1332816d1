// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a check of fscrypt asks of the kernel, in ioctls that no program of the root offers:
 *   fscrypt add MOUNT KEYFILE         adds a master key, prints its identifier
 *   fscrypt set DIRECTORY IDENTIFIER  gives an empty directory a policy: AES-256-XTS, AES-256-CTS
 *   fscrypt nonce FILE                prints the nonce of a file
 *   fscrypt remove MOUNT IDENTIFIER   removes the key
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/fscrypt.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static int print_hex(const uint8_t *bytes, size_t size)
{
	while (size--)
		printf("%02x", *bytes++);
	printf("\n");
	return 0;
}

static void read_hex(const char *hex, uint8_t *to, size_t size)
{
	unsigned int byte = 0;

	for (; size--; hex += 2) {
		if (sscanf(hex, "%2x", &byte) != 1)
			exit(2);
		*to++ = byte;
	}
}

static int add(int fd, const char *keyfile)
{
	struct fscrypt_add_key_arg *arg = calloc(1, sizeof(*arg) + FSCRYPT_MAX_KEY_SIZE);
	int key = open(keyfile, O_RDONLY);
	ssize_t size = read(key, arg->raw, FSCRYPT_MAX_KEY_SIZE);

	if (size <= 0)
		return -1;
	arg->raw_size = size;
	arg->key_spec.type = FSCRYPT_KEY_SPEC_TYPE_IDENTIFIER;
	if (ioctl(fd, FS_IOC_ADD_ENCRYPTION_KEY, arg))
		return -1;
	return print_hex(arg->key_spec.u.identifier, FSCRYPT_KEY_IDENTIFIER_SIZE);
}

static int set(int fd, const char *identifier)
{
	struct fscrypt_policy_v2 policy = {
		.version = FSCRYPT_POLICY_V2,
		.contents_encryption_mode = FSCRYPT_MODE_AES_256_XTS,
		.filenames_encryption_mode = FSCRYPT_MODE_AES_256_CTS,
		.flags = FSCRYPT_POLICY_FLAGS_PAD_32,
	};

	read_hex(identifier, policy.master_key_identifier, FSCRYPT_KEY_IDENTIFIER_SIZE);
	return ioctl(fd, FS_IOC_SET_ENCRYPTION_POLICY, &policy);
}

static int nonce(int fd)
{
	uint8_t bytes[16];

	if (ioctl(fd, FS_IOC_GET_ENCRYPTION_NONCE, bytes))
		return -1;
	return print_hex(bytes, sizeof(bytes));
}

static int remove_key(int fd, const char *identifier)
{
	struct fscrypt_remove_key_arg arg = { .key_spec.type = FSCRYPT_KEY_SPEC_TYPE_IDENTIFIER };

	read_hex(identifier, arg.key_spec.u.identifier, FSCRYPT_KEY_IDENTIFIER_SIZE);
	return ioctl(fd, FS_IOC_REMOVE_ENCRYPTION_KEY, &arg);
}

int main(int argc, char **argv)
{
	const char *verb = argc > 2 ? argv[1] : "";
	int fd = argc > 2 ? open(argv[2], O_RDONLY) : -1;
	int failed = -1;

	errno = fd < 0 ? errno : EINVAL;
	if (fd >= 0 && argc == 4 && !strcmp(verb, "add"))
		failed = add(fd, argv[3]);
	else if (fd >= 0 && argc == 4 && !strcmp(verb, "set"))
		failed = set(fd, argv[3]);
	else if (fd >= 0 && argc == 3 && !strcmp(verb, "nonce"))
		failed = nonce(fd);
	else if (fd >= 0 && argc == 4 && !strcmp(verb, "remove"))
		failed = remove_key(fd, argv[3]);
	if (failed)
		fprintf(stderr, "fscrypt %s: %s\n", verb, strerror(errno));
	return failed ? 1 : 0;
}
