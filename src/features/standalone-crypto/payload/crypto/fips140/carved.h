/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Included before all else into built-in code that is compiled as module code
 * for fips140.ko: unlike a module it can't reach what is in other modules.
 */
#undef IS_REACHABLE
#define IS_REACHABLE(option) IS_BUILTIN(option)
