/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef KCARVE_BENCH_CALLS_H
#define KCARVE_BENCH_CALLS_H

#include <linux/crypto.h>
#include <linux/types.h>

/* Ticks of @calls calls of crypto_destroy_tfm() through @pointer, with a retpoline. */
u64 kcarve_retpoline_ticks(unsigned int calls, void (*volatile *pointer)(void *mem, struct crypto_tfm *tfm));

#endif
