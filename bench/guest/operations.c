// SPDX-License-Identifier: GPL-2.0-only
/*
 * What an operation takes that a program asks of AF_ALG (Documentation/crypto/userspace-if.rst): a sendmsg() and a
 * read() on an open socket, by the time stamp counter as bench/module/count.h says. Interrupts come in between:
 * the least of some operations has none.
 */
#include <linux/if_alg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <x86intrin.h>

#define ASSOC 16
#define TAG 16
#define LONGEST 16384
#define TIMES 50

static const size_t lengths[] = { 16, 1024, LONGEST };
static uint8_t text[ASSOC + LONGEST], out[ASSOC + LONGEST + TAG];

struct algorithm {
	const char *type, *name;
	size_t key_len, iv_len, assoc_len, tag_len;
};

static const struct algorithm algorithms[] = {
	{ "aead", "gcm(aes)", 32, 12, ASSOC, TAG },
	{ "skcipher", "xts(aes)", 64, 16, 0, 0 },
	{ "hash", "sha256" },
	{ "hash", "sha512" },
	{ "hash", "hmac(sha256)", 32 },
};

static void fail(const char *what)
{
	perror(what);
	exit(1);
}

static int open_socket(const struct algorithm *algorithm)
{
	struct sockaddr_alg address = { .salg_family = AF_ALG };
	uint8_t key[64];
	int alg = socket(AF_ALG, SOCK_SEQPACKET, 0), op;

	strcpy((char *)address.salg_type, algorithm->type);
	strcpy((char *)address.salg_name, algorithm->name);
	for (size_t i = 0; i < sizeof(key); i++)
		key[i] = i;
	if (alg < 0 || bind(alg, (struct sockaddr *)&address, sizeof(address)))
		fail(algorithm->name);
	if (algorithm->key_len && setsockopt(alg, SOL_ALG, ALG_SET_KEY, key, algorithm->key_len))
		fail("ALG_SET_KEY");
	op = accept(alg, NULL, 0);
	if (op < 0)
		fail("accept");
	close(alg);
	return op;
}

static struct cmsghdr *put(struct cmsghdr *at, int type, size_t len)
{
	at->cmsg_level = SOL_ALG;
	at->cmsg_type = type;
	at->cmsg_len = CMSG_LEN(len);
	return (struct cmsghdr *)((uint8_t *)at + CMSG_SPACE(len));
}

/* Control messages that begin an encryption: their length. */
static size_t begin_encryption(const struct algorithm *algorithm, void *control)
{
	struct cmsghdr *at = control;
	struct af_alg_iv *iv;

	*(uint32_t *)CMSG_DATA(at) = ALG_OP_ENCRYPT;
	at = put(at, ALG_SET_OP, 4);
	iv = (struct af_alg_iv *)CMSG_DATA(at);
	iv->ivlen = algorithm->iv_len;
	at = put(at, ALG_SET_IV, sizeof(*iv) + algorithm->iv_len);
	if (algorithm->assoc_len) {
		*(uint32_t *)CMSG_DATA(at) = algorithm->assoc_len;
		at = put(at, ALG_SET_AEAD_ASSOCLEN, 4);
	}
	return (uint8_t *)at - (uint8_t *)control;
}

static uint64_t least_ticks(const struct algorithm *algorithm, int op, size_t length)
{
	uint8_t control[256] __attribute__((aligned(8))) = { 0 };
	struct iovec data = { text, algorithm->assoc_len + length };
	struct msghdr message = { .msg_iov = &data, .msg_iovlen = 1 };
	size_t wanted = algorithm->iv_len ? data.iov_len + algorithm->tag_len : sizeof(out);
	uint64_t least = UINT64_MAX;

	if (algorithm->iv_len) {
		message.msg_control = control;
		message.msg_controllen = begin_encryption(algorithm, control);
	}
	for (int i = 0; i < TIMES; i++) {
		uint64_t begin = __rdtsc(), ticks;

		if (sendmsg(op, &message, 0) != (ssize_t)data.iov_len)
			fail("sendmsg");
		if (read(op, out, wanted) <= 0)
			fail("read");
		ticks = __rdtsc() - begin;
		if (ticks < least)
			least = ticks;
	}
	return least;
}

int main(void)
{
	for (size_t a = 0; a < sizeof(algorithms) / sizeof(*algorithms); a++) {
		int op = open_socket(&algorithms[a]);

		for (size_t l = 0; l < sizeof(lengths) / sizeof(*lengths); l++)
			printf("%s %zu %llu\n", algorithms[a].name, lengths[l],
			       (unsigned long long)least_ticks(&algorithms[a], op, lengths[l]));
		close(op);
	}
	return 0;
}
