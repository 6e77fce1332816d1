/* SPDX-License-Identifier: GPL-2.0-only */
/* What the loader and the generated redirects (link/redirect.sh) share. */
#ifndef _CRYPTO_FIPS140_REDIRECT_H
#define _CRYPTO_FIPS140_REDIRECT_H

#include <linux/compiler.h>

/* A function of the module that vmlinux calls: @site becomes a jump to it. */
struct fips140_func {
	const char	*name;
	void		*site;
	unsigned long	target;
};

/* A variable of the module that vmlinux uses: it lives in @storage. */
struct fips140_var {
	const char	*name;
	void		*storage;
	unsigned long	size;
	unsigned long	initial;	/* address of its initial contents */
};

/* Sorted by name. */
extern struct fips140_func fips140_funcs[], fips140_funcs_end[];
extern struct fips140_var fips140_vars[], fips140_vars_end[];

extern const char _binary_fips140_ko_start[], _binary_fips140_ko_end[];
extern const char _binary_fips140_fresh_ko_start[], _binary_fips140_fresh_ko_end[];
/* As text, in hexadecimal. */
extern const char _binary_fips140_hmac_start[], _binary_fips140_hmac_end[];
extern const char _binary_fips140_fresh_hmac_start[], _binary_fips140_fresh_hmac_end[];

/* Targets of the redirects until the module is loaded. */
void fips140_unbound(unsigned int index) __noreturn;
int fips140_setup_later(char *arg);

/* $(SRCARCH)/patch.c */
int fips140_patch(void *site, unsigned long target);
void fips140_patch_sync(void);

#endif
