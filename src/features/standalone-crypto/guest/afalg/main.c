// SPDX-License-Identifier: GPL-2.0-only
/*
 * Runs every algorithm that AF_ALG reaches, each driver of /proc/crypto by itself, on the same input in
 * every boot, and prints what comes out, so that two kernels can be compared line by line. Then the known
 * answers; the exit code is 1 when one of those is wrong.
 */
#include "alg.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MAX_ALGORITHMS 1024

static struct algorithm algorithms[MAX_ALGORITHMS];

/* Templates exist only once they have been asked for; these are then in /proc/crypto like the others. */
static const char *const instances[][2] = {
	{ "hash", "hmac(sha1)" }, { "hash", "hmac(sha256)" }, { "hash", "hmac(sha384)" }, { "hash", "hmac(sha512)" },
	{ "hash", "hmac(sha3-256)" }, { "hash", "cmac(aes)" }, { "hash", "xcbc(aes)" },
	{ "skcipher", "ecb(aes)" }, { "skcipher", "cbc(aes)" }, { "skcipher", "ctr(aes)" }, { "skcipher", "xts(aes)" },
	{ "skcipher", "cts(cbc(aes))" }, { "skcipher", "rfc3686(ctr(aes))" }, { "skcipher", "lrw(aes)" },
	{ "skcipher", "kw(aes)" }, { "skcipher", "ecb(aes-generic)" }, { "skcipher", "cbc(aes-generic)" },
	{ "skcipher", "ctr(aes-generic)" }, { "skcipher", "xts(ecb(aes-generic))" }, { "skcipher", "cbc(des3_ede)" },
	{ "skcipher", "ctr(des3_ede)" }, { "skcipher", "essiv(cbc(aes),sha256)" }, { "skcipher", "hctr2(aes)" },
	{ "skcipher", "adiantum(xchacha12,aes)" },
	{ "aead", "gcm(aes)" }, { "aead", "gcm_base(ctr(aes-generic),ghash-generic)" }, { "aead", "ccm(aes)" },
	{ "aead", "rfc4106(gcm(aes))" }, { "aead", "rfc4309(ccm(aes))" }, { "aead", "rfc4543(gcm(aes))" },
	{ "aead", "authenc(hmac(sha1),cbc(aes))" }, { "aead", "authenc(hmac(sha256),cbc(aes))" },
	{ "aead", "authenc(hmac(sha512),ctr(aes))" }, { "aead", "rfc7539(chacha20,poly1305)" },
	{ "aead", "rfc7539esp(chacha20,poly1305)" }, { "aead", "seqiv(rfc4106(gcm(aes)))" },
	{ "aead", "echainiv(authenc(hmac(sha256),cbc(aes)))" },
};

static int by_type_and_driver(const void *a, const void *b)
{
	const struct algorithm *x = a, *y = b;
	int order = strcmp(x->type, y->type);

	return order ? order : strcmp(x->driver, y->driver);
}

static void trim(char *text)
{
	size_t len = strlen(text);

	while (len && (text[len - 1] == ' ' || text[len - 1] == '\t'))
		text[--len] = 0;
}

static size_t read_proc_crypto(void)
{
	FILE *file = fopen("/proc/crypto", "r");
	char line[512], key[64], value[128];
	size_t count = 0;

	while (file && fgets(line, sizeof(line), file)) {
		struct algorithm *alg = &algorithms[count ? count - 1 : 0];

		if (sscanf(line, "%63[^:]: %127[^\n]", key, value) != 2)
			continue;
		trim(key);
		if (!strcmp(key, "name") && count < MAX_ALGORITHMS)
			snprintf(algorithms[count++].name, sizeof(alg->name), "%s", value);
		else if (!strcmp(key, "driver"))
			snprintf(alg->driver, sizeof(alg->driver), "%s", value);
		else if (!strcmp(key, "type"))
			snprintf(alg->type, sizeof(alg->type), "%s", value);
		else if (!strcmp(key, "internal"))
			alg->internal = !strcmp(value, "yes");
		else if (!strcmp(key, "blocksize"))
			alg->block_size = atoi(value) > 0 ? atoi(value) : 1;
		else if (!strcmp(key, "ivsize"))
			alg->iv_size = atoi(value);
		else if (!strcmp(key, "min keysize"))
			alg->min_key = atoi(value);
		else if (!strcmp(key, "max keysize"))
			alg->max_key = atoi(value);
		else if (!strcmp(key, "maxauthsize"))
			alg->max_auth_size = atoi(value);
	}
	if (file)
		fclose(file);
	qsort(algorithms, count, sizeof(*algorithms), by_type_and_driver);
	return count;
}

static void try_algorithm(const struct algorithm *alg)
{
	if (alg->internal || !strcmp(alg->type, "larval"))
		return;
	if (!strcmp(alg->type, "shash") || !strcmp(alg->type, "ahash"))
		try_hash(alg);
	else if (!strcmp(alg->type, "skcipher") || !strcmp(alg->type, "lskcipher"))
		try_skcipher(alg);
	else if (!strcmp(alg->type, "aead"))
		try_aead(alg);
	else if (!strcmp(alg->type, "rng"))
		try_rng(alg);
}

int main(void)
{
	size_t count;

	for (size_t i = 0; i < sizeof(instances) / sizeof(*instances); i++) {
		int fd = alg_bind(instances[i][0], instances[i][1]);

		if (fd < 0)
			print_result(instances[i][1], NULL, fd);
		else
			close(fd);
	}
	count = read_proc_crypto();
	for (size_t i = 0; i < count; i++)
		try_algorithm(&algorithms[i]);
	return known_answers() ? 1 : 0;
}
