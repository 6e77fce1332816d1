/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef AFALG_AUTHENC_KEY_H
#define AFALG_AUTHENC_KEY_H

#include <stddef.h>
#include <stdint.h>

/* The key format of authenc() and authencesn(); returns its length. */
size_t authenc_key(uint8_t *out, const uint8_t *auth, size_t auth_len, const uint8_t *enc, size_t enc_len);

#endif
