/* SPDX-License-Identifier: GPL-2.0-only */
/* Shared by the parts of fips140.ko that describe it. */
#ifndef _CRYPTO_FIPS140_TABLES_H
#define _CRYPTO_FIPS140_TABLES_H

#include <linux/fips140.h>

extern const struct fips140_initcall fips140_initcalls[0];
extern const struct fips140_initcall fips140_initcalls_end[0];
extern const struct fips140_setup fips140_setups[0];
extern const struct fips140_setup fips140_setups_end[0];

const char *fips140_self_check(const struct fips140_image *image);
void fips140_publish(const struct fips140_image *image);

#endif
