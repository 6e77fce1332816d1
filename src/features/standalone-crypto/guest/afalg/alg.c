// SPDX-License-Identifier: GPL-2.0-only
/* One algorithm through one AF_ALG socket: Documentation/crypto/userspace-if.rst */
#include "alg.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int alg_bind(const char *type, const char *name)
{
	struct sockaddr_alg address = { .salg_family = AF_ALG };
	int alg;

	if (strlen(name) >= sizeof(address.salg_name))
		return -ENAMETOOLONG;
	strcpy((char *)address.salg_type, type);
	strcpy((char *)address.salg_name, name);
	alg = socket(AF_ALG, SOCK_SEQPACKET, 0);
	if (alg < 0)
		return -errno;
	if (bind(alg, (struct sockaddr *)&address, sizeof(address))) {
		int error = -errno;

		close(alg);
		return error;
	}
	return alg;
}

int alg_set_key(int alg, const uint8_t *key, size_t len)
{
	return setsockopt(alg, SOL_ALG, ALG_SET_KEY, key, len) ? -errno : 0;
}

static struct cmsghdr *put(struct cmsghdr *at, int type, size_t len)
{
	at->cmsg_level = SOL_ALG;
	at->cmsg_type = type;
	at->cmsg_len = CMSG_LEN(len);
	return (struct cmsghdr *)((uint8_t *)at + CMSG_SPACE(len));
}

static ssize_t send_request(int op, const struct request *request)
{
	uint8_t control[512] = { 0 };
	struct iovec data = { (void *)request->data, request->len };
	struct msghdr message = { .msg_iov = &data, .msg_iovlen = 1, .msg_control = control };
	struct cmsghdr *at = (struct cmsghdr *)control;

	if (request->op >= 0) {
		*(uint32_t *)CMSG_DATA(at) = request->op;
		at = put(at, ALG_SET_OP, 4);
		if (request->iv_len) {
			struct af_alg_iv *iv = (struct af_alg_iv *)CMSG_DATA(at);

			iv->ivlen = request->iv_len;
			memcpy(iv->iv, request->iv, request->iv_len);
			at = put(at, ALG_SET_IV, sizeof(*iv) + request->iv_len);
		}
		if (request->assoc_len) {
			*(uint32_t *)CMSG_DATA(at) = request->assoc_len;
			at = put(at, ALG_SET_AEAD_ASSOCLEN, 4);
		}
	}
	message.msg_controllen = (uint8_t *)at - control;
	return sendmsg(op, &message, 0) < 0 ? -errno : 0;
}

ssize_t alg_run(int alg, const struct request *request, uint8_t *out, size_t size)
{
	int op = accept(alg, NULL, 0);
	ssize_t result;

	if (op < 0)
		return -errno;
	result = send_request(op, request);
	if (!result) {
		result = read(op, out, size);
		if (result < 0)
			result = -errno;
	}
	close(op);
	return result;
}

void fill(uint8_t *out, size_t len, unsigned int salt)
{
	uint32_t state = 2463534242u + salt * 2654435761u;

	for (size_t i = 0; i < len; i++) {
		state ^= state << 13;
		state ^= state >> 17;
		state ^= state << 5;
		out[i] = state >> 11;
	}
}

uint8_t *unhex(const char *hex, size_t *len)
{
	uint8_t *out;

	*len = strlen(hex) / 2;
	out = malloc(*len + 1);
	for (size_t i = 0; i < *len; i++)
		sscanf(hex + 2 * i, "%2hhx", &out[i]);
	return out;
}

void print_result(const char *what, const uint8_t *data, ssize_t len)
{
	uint64_t fnv = 0xcbf29ce484222325u;

	if (len < 0) {
		printf("%s error %s\n", what, strerrorname_np(-len));
		return;
	}
	printf("%s ", what);
	for (ssize_t i = 0; i < len; i++) {
		fnv = (fnv ^ data[i]) * 0x100000001b3u;
		if (i < 32)
			printf("%02x", data[i]);
	}
	printf(" %zd %016llx\n", len, (unsigned long long)fnv);
}
