// SPDX-License-Identifier: GPL-2.0-only
/* A file of its own, for it is compiled with flags of its own. */
#include "calls.h"
#include "count.h"

u64 kcarve_retpoline_ticks(unsigned int calls, void (*volatile *pointer)(void *mem, struct crypto_tfm *tfm))
{
	/* This loop is compiled otherwise than those of calls.c. */
	u64 empty = ticks_of(calls, asm volatile(""));

	return ticks_of(calls, (*pointer)(NULL, NULL)) - empty;
}
