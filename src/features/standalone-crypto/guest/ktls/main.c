// SPDX-License-Identifier: GPL-2.0-only
/*
 * Kernel TLS with fixed keys over TCP on the loopback device: what the kernel sends is the record that OpenSSL computes, what it receives of that
 * record is the text, and a record with a flipped bit is an error. Prints a line for each cipher and version; exits with 0 when none is wrong.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <linux/tls.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#ifndef SOL_TLS
#define SOL_TLS 282
#endif
#ifndef TCP_ULP
#define TCP_ULP 31
#endif

static const char text[] = "kernel TLS against OpenSSL: what is sent, as it is on the wire";
#define TEXT_SIZE (sizeof(text) - 1)

struct suite {
	const char *name;
	uint16_t version, cipher;
	size_t key, salt, iv;
	/* The first record as OpenSSL computes it: key 01 02 …, salt a0 a1 …, iv b0 b1 …, record number 0. */
	const char *record;
};

static const struct suite suites[] = {
	{ "aes-128-gcm TLS 1.2", TLS_1_2_VERSION, TLS_CIPHER_AES_GCM_128, 16, 4, 8,
	  "1703030056b0b1b2b3b4b5b6b75ccac1bfb292dd5d12e2dd032ca77b75b6d6ec6f9c05f48e13c281e95e04b755e39cf8"
	  "caa0bbb8e9434635ffd1c58dc40e43945aae6e6758cdaa8df22bc95db95a16c3938382ac6dcd9ae0ef4958" },
	{ "aes-128-gcm TLS 1.3", TLS_1_3_VERSION, TLS_CIPHER_AES_GCM_128, 16, 4, 8,
	  "170303004f5ccac1bfb292dd5d12e2dd032ca77b75b6d6ec6f9c05f48e13c281e95e04b755e39cf8caa0bbb8e9434635"
	  "ffd1c58dc40e43945aae6e6758cdaa8df22bc9c6914839f885d15e4e26c8b4e73da4ec7c" },
	{ "aes-256-gcm TLS 1.2", TLS_1_2_VERSION, TLS_CIPHER_AES_GCM_256, 32, 4, 8,
	  "1703030056b0b1b2b3b4b5b6b7e050d7acc0c869bda4e2ba659625dc81fb2276b05e4ada4803edc033a71b27415ffc82"
	  "eb318ef80c801083e257ee648f26d64f9a79e5481e9e0300c2d5acd44061caef5180758569f701a8cdd7eb" },
	{ "aes-256-gcm TLS 1.3", TLS_1_3_VERSION, TLS_CIPHER_AES_GCM_256, 32, 4, 8,
	  "170303004fe050d7acc0c869bda4e2ba659625dc81fb2276b05e4ada4803edc033a71b27415ffc82eb318ef80c801083"
	  "e257ee648f26d64f9a79e5481e9e0300c2d5ac5dcdc543e334401c220ad53b154f3419bb" },
	{ "aes-128-ccm TLS 1.2", TLS_1_2_VERSION, TLS_CIPHER_AES_CCM_128, 16, 4, 8,
	  "1703030056b0b1b2b3b4b5b6b7b014e17bc074fcad0f154f3a8e26176c22dc866347e40e1464b7915b20e0190169d04e"
	  "32bb6efa3a4509a58fb47a4497b9268e4dc2cf9feb830ef1c5e9ca2d997998ab42fc77847e1f13f9096601" },
	{ "aes-128-ccm TLS 1.3", TLS_1_3_VERSION, TLS_CIPHER_AES_CCM_128, 16, 4, 8,
	  "170303004fb014e17bc074fcad0f154f3a8e26176c22dc866347e40e1464b7915b20e0190169d04e32bb6efa3a4509a5"
	  "8fb47a4497b9268e4dc2cf9feb830ef1c5e9ca69a2a79a4b3ea7700c1bd3901d7bb990c5" },
	{ "chacha20-poly1305 TLS 1.2", TLS_1_2_VERSION, TLS_CIPHER_CHACHA20_POLY1305, 32, 0, 12,
	  "170303004ebc174ba93627515596ba2bcede8139689c22b94728c251241f1d6341a6f8783d21f7588aa9a32c7dee2576"
	  "7f2f8e8083403f5461655bfe979e5ecdc1c6827593032d7d6cc29559db8f42292faf81" },
	{ "chacha20-poly1305 TLS 1.3", TLS_1_3_VERSION, TLS_CIPHER_CHACHA20_POLY1305, 32, 0, 12,
	  "170303004fbc174ba93627515596ba2bcede8139689c22b94728c251241f1d6341a6f8783d21f7588aa9a32c7dee2576"
	  "7f2f8e8083403f5461655bfe979e5ecdc1c6822d1474be0495ea033f119daeb473a4ca28" },
};

/* The parts lie one behind the other in all of struct tls12_crypto_info_*: iv, key, salt, rec_seq. */
static size_t crypto_info(const struct suite *suite, uint8_t *to)
{
	struct tls_crypto_info head = { .version = suite->version, .cipher_type = suite->cipher };
	size_t at = sizeof(head), i;

	memcpy(to, &head, sizeof(head));
	for (i = 0; i < suite->iv; i++)
		to[at++] = 0xb0 + i;
	for (i = 0; i < suite->key; i++)
		to[at++] = 1 + i;
	for (i = 0; i < suite->salt; i++)
		to[at++] = 0xa0 + i;
	memset(to + at, 0, 8);
	return at + 8;
}

/* Two ends of a TCP connection. */
static int connect_pair(int ends[2])
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct timeval patience = { .tv_sec = 20 };
	socklen_t size = sizeof(address);
	int listening = socket(AF_INET, SOCK_STREAM, 0);

	if (bind(listening, (struct sockaddr *)&address, size) || listen(listening, 1) ||
	    getsockname(listening, (struct sockaddr *)&address, &size))
		return -1;
	ends[0] = socket(AF_INET, SOCK_STREAM, 0);
	if (connect(ends[0], (struct sockaddr *)&address, size))
		return -1;
	ends[1] = accept(listening, NULL, NULL);
	close(listening);
	setsockopt(ends[1], SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	return ends[1] < 0 ? -1 : 0;
}

static int encrypts(int end, const struct suite *suite, int direction)
{
	uint8_t info[128];
	size_t size = crypto_info(suite, info);

	if (setsockopt(end, SOL_TCP, TCP_ULP, "tls", sizeof("tls")))
		return -1;
	return setsockopt(end, SOL_TLS, direction, info, size);
}

static size_t from_hex(const char *hex, uint8_t *to)
{
	size_t size = strlen(hex) / 2, i;
	unsigned int byte;

	for (i = 0; i < size; i++) {
		sscanf(hex + 2 * i, "%2x", &byte);
		to[i] = byte;
	}
	return size;
}

/* What the kernel sends, read as it is on the wire. Returns NULL when it is right. */
static const char *sending(const struct suite *suite)
{
	uint8_t expected[256], got[256];
	size_t size = from_hex(suite->record, expected);
	const char *wrong = NULL;
	int ends[2];

	if (connect_pair(ends))
		return "no connection";
	if (encrypts(ends[0], suite, TLS_TX))
		wrong = strerror(errno);
	else if (send(ends[0], text, TEXT_SIZE, 0) != (ssize_t)TEXT_SIZE)
		wrong = "it does not send";
	else if (recv(ends[1], got, size, MSG_WAITALL) != (ssize_t)size || memcmp(got, expected, size))
		wrong = "it sends another record";
	close(ends[0]);
	close(ends[1]);
	return wrong;
}

/* What the kernel makes of a record. */
static const char *receiving(const struct suite *suite, int damaged)
{
	uint8_t record[256], got[256];
	size_t size = from_hex(suite->record, record);
	const char *wrong = NULL;
	int ends[2];
	ssize_t n;

	if (connect_pair(ends))
		return "no connection";
	if (damaged)
		record[size / 2] ^= 1;
	if (encrypts(ends[1], suite, TLS_RX)) {
		wrong = strerror(errno);
	} else {
		send(ends[0], record, size, 0);
		n = recv(ends[1], got, sizeof(got), 0);
		if (damaged)
			wrong = n < 0 && errno == EBADMSG ? NULL : "it takes a damaged record";
		else if (n != (ssize_t)TEXT_SIZE || memcmp(got, text, TEXT_SIZE))
			wrong = n < 0 ? strerror(errno) : "it receives another text";
	}
	close(ends[0]);
	close(ends[1]);
	return wrong;
}

int main(void)
{
	const char *wrong;
	int failed = 0;
	size_t i;

	for (i = 0; i < sizeof(suites) / sizeof(*suites); i++) {
		wrong = sending(&suites[i]);
		if (!wrong)
			wrong = receiving(&suites[i], 0);
		if (!wrong)
			wrong = receiving(&suites[i], 1);
		printf("%s: %s\n", suites[i].name, wrong ? wrong : "right");
		failed |= wrong != NULL;
	}
	return failed;
}
