/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The time stamp counter of a virtual machine under -icount advances by the same amount with every instruction:
 * what it says here is divided on the host by what it says of one, see "tick" in calls.c.
 */
#ifndef KCARVE_BENCH_COUNT_H
#define KCARVE_BENCH_COUNT_H

#include <linux/irqflags.h>
#include <linux/printk.h>
#include <asm/msr.h>

#define report(name, ticks) pr_info("kcarve-bench: %s %llu\n", name, (unsigned long long)(ticks))

/* Ticks that @times executions of @statement take, no interrupt among them. */
#define ticks_of(times, statement) ({				\
	unsigned long flags;					\
	u64 begin, end;						\
								\
	local_irq_save(flags);					\
	begin = rdtsc();					\
	for (unsigned int i = 0; i < (times); i++) {		\
		statement;					\
		barrier();					\
	}							\
	end = rdtsc();						\
	local_irq_restore(flags);				\
	end - begin;						\
})

#endif
