// SPDX-License-Identifier: GPL-2.0-only
#include "known-answers.h"
#include "alg.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static ssize_t compute(const struct known_answer *answer, size_t out_len, uint8_t *out)
{
	size_t key_len, iv_len, len;
	uint8_t *key = unhex(answer->key, &key_len), *iv = unhex(answer->iv, &iv_len);
	uint8_t *data = unhex(answer->input, &len);
	const struct request request = {
		.op = strcmp(answer->type, "hash") ? ALG_OP_ENCRYPT : -1,
		.iv = iv, .iv_len = iv_len, .assoc_len = answer->assoc_len, .data = data, .len = len,
	};
	ssize_t result;
	int fd = alg_bind(answer->type, answer->name);

	if (fd < 0)
		return fd;
	result = key_len ? alg_set_key(fd, key, key_len) : 0;
	if (!strcmp(answer->type, "aead"))
		setsockopt(fd, SOL_ALG, ALG_SET_AEAD_AUTHSIZE, NULL, out_len - len);
	if (!result)
		result = alg_run(fd, &request, out, out_len);
	close(fd);
	return result;
}

int known_answers(void)
{
	int wrong = 0;

	for (size_t i = 0; i < known_answer_count; i++) {
		const struct known_answer *answer = &known_answer_table[i];
		uint8_t out[MAX_DATA];
		size_t expected_len;
		uint8_t *expected = unhex(answer->output, &expected_len);
		ssize_t got = compute(answer, expected_len, out);
		const char *verdict = "right";

		if (got == -ENOENT || got == -EAFNOSUPPORT) {
			verdict = "absent";
		} else if (got != (ssize_t)expected_len || memcmp(out, expected, expected_len)) {
			verdict = got < 0 ? strerrorname_np(-got) : "wrong";
			wrong++;
		}
		printf("known %s %s key=%zu %s\n", answer->type, answer->name, strlen(answer->key) / 2, verdict);
	}
	return wrong;
}
