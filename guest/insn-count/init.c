// SPDX-License-Identifier: GPL-2.0-only
/*
 * The /init of a counted boot. Its first instruction is one place where the count is read; `settled` is
 * another, for self-tests run in threads that may or may not have finished when /init starts.
 */
#include <sys/reboot.h>
#include <unistd.h>

#define SETTLE_SECONDS 120

__attribute__((noinline)) void settled(void)
{
	reboot(RB_AUTOBOOT);
}

int main(void)
{
	/* Nothing else runs here: an idle machine counts next to nothing, and under -icount takes no time. */
	sleep(SETTLE_SECONDS);
	settled();
	pause();
}
