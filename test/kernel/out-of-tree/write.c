// SPDX-License-Identifier: GPL-2.0-only
/* Writes a byte to an address, or to a part of the memory of fips140. */
#include <linux/compiler.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/string.h>

static unsigned long address;
module_param(address, ulong, 0);
MODULE_PARM_DESC(address, "where to write");

static char *part;
module_param(part, charp, 0);
MODULE_PARM_DESC(part, "or to which part of fips140");

static const char * const parts[] = {
	[MOD_TEXT]		= "text",
	[MOD_DATA]		= "data",
	[MOD_RODATA]		= "rodata",
	[MOD_RO_AFTER_INIT]	= "ro_after_init",
};

static u8 *find_part(void)
{
	int type = match_string(parts, ARRAY_SIZE(parts), part);
	struct module *mod;

	if (type < 0)
		return NULL;
	/* It is the oldest of all, and so found before the head of the list. */
	list_for_each_entry(mod, &THIS_MODULE->list, list)
		if (!strcmp(mod->name, "fips140"))
			return mod->mem[type].size ? mod->mem[type].base : NULL;
	return NULL;
}

static int __init write_init(void)
{
	u8 *byte = part ? find_part() : (u8 *)address;

	if (!byte)
		return -ENOENT;
	WRITE_ONCE(*byte, READ_ONCE(*byte));
	return 0;
}

static void __exit write_exit(void)
{
}

module_init(write_init);
module_exit(write_exit);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Writes a byte");
