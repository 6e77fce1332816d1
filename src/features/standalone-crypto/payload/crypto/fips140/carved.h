/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Included first into carved objects. They are compiled as module code, but
 * fips140.ko is loaded before any other module, so it cannot reach code that is
 * =m.
 */
#undef IS_REACHABLE
#define IS_REACHABLE(option) IS_BUILTIN(option)
