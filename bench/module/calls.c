// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a call of a small function takes, by the ways in which vmlinux may call into a module. The function is
 * crypto_destroy_tfm(), which returns at once when there is nothing to destroy.
 */
#include <linux/crypto.h>
#include <linux/module.h>
#include <linux/stringify.h>

#include "calls.h"
#include "count.h"
#include "targets.h"

#define CALLS 10000

/* By its address, for no module can name what vmlinux alone uses: in a carved kernel the redirect. */
void kcarve_from_vmlinux(void *mem, struct crypto_tfm *tfm);
asm(".globl kcarve_from_vmlinux\n"
    ".set kcarve_from_vmlinux, " __stringify(AT_CRYPTO_DESTROY_TFM));

static void (*volatile pointer)(void *mem, struct crypto_tfm *tfm) = crypto_destroy_tfm;

static int __init calls_init(void)
{
	u64 empty = ticks_of(CALLS, asm volatile(""));

	/* CALLS times one instruction. */
	report("tick", ticks_of(CALLS, asm volatile("nop")) - empty);
	report("direct", ticks_of(CALLS, crypto_destroy_tfm(NULL, NULL)) - empty);
	report("from vmlinux", ticks_of(CALLS, kcarve_from_vmlinux(NULL, NULL)) - empty);
	report("pointer", ticks_of(CALLS, pointer(NULL, NULL)) - empty);
#ifdef RETPOLINE
	report("retpoline", kcarve_retpoline_ticks(CALLS, &pointer));
#endif
	return 0;
}

static void __exit calls_exit(void)
{
}

module_init(calls_init);
module_exit(calls_exit);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Instructions of a call across the boundary of fips140.ko");
