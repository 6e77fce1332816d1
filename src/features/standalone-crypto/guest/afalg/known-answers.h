/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef AFALG_KNOWN_ANSWERS_H
#define AFALG_KNOWN_ANSWERS_H

#include <stddef.h>

/* All in hex. */
struct known_answer {
	const char *type, *name, *key, *iv;
	size_t assoc_len;
	const char *input, *output;
};

extern const struct known_answer known_answer_table[];
extern const size_t known_answer_count;

#endif
