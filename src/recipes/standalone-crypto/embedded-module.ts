// SPDX-License-Identifier: GPL-2.0-only

/** The end of kernel/module/main.c: what the loader of fips140.ko needs of the module loader. */
export const embeddedModule = `
#ifdef CONFIG_CRYPTO_FIPS140_EXTMOD
/*
 * The module that vmlinux carries. It is live before the first initcall runs;
 * what the rest of the kernel is not ready for by then, and what has to wait
 * until its own initcalls are done, follows in embedded_module_finish().
 */
static struct load_info embedded_info;
static struct module *embedded_module;

struct module *embedded_module_load(const void *image, unsigned long len)
{
	struct load_info *info = &embedded_info;
	int err;

	info->embedded = true;
	info->sig_ok = true;
	info->len = len;
	info->hdr = __vmalloc(len, GFP_KERNEL);
	if (!info->hdr)
		return ERR_PTR(-ENOMEM);
	memcpy(info->hdr, image, len);

	err = load_module(info, NULL, 0);
	if (err)
		return ERR_PTR(err);

	embedded_module = (void *)info->sechdrs[info->index.mod].sh_addr;
	__module_get(embedded_module);
	return embedded_module;
}

void *embedded_module_section(const char *name, unsigned int *size)
{
	return section_objs(&embedded_info, name, 1, size);
}

int embedded_module_finish(void)
{
	struct module *mod = embedded_module;
	int err;

	/* Its parameters are in /sys/module of the objects that own them. */
	err = mod_sysfs_setup(mod, &embedded_info, NULL, 0);
	if (err)
		return err;

	embedded_module = NULL;
	free_copy(&embedded_info, 0);
	codetag_load_module(mod);
	trace_module_load(mod);
	return do_init_module(mod);
}

/* Tell those who come later than the module that it has come. */
static void embedded_module_replay(struct notifier_block *nb)
{
	if (embedded_module)
		nb->notifier_call(nb, MODULE_STATE_COMING, embedded_module);
}
#else
static void embedded_module_replay(struct notifier_block *nb) { }
#endif
`

/** The end of kernel/params.c. At the end, so that line numbers in the object stay those of stock when the option is off. */
export const embeddedParameters = `
#if defined(CONFIG_SYSFS) && defined(CONFIG_CRYPTO_FIPS140_EXTMOD)
#include <linux/fips140.h>

/**
 * embedded_module_params - add sysfs parameters for code in the embedded module
 * @kp: the parameters, named as those of built-in code are
 * @num: how many
 */
void __init embedded_module_params(const struct kernel_param *kp,
				   unsigned int num)
{
	char modname[MODULE_NAME_LEN];

	for (; num; num--, kp++) {
		const char *dot = strchr(kp->name, '.');
		unsigned int name_len;

		if (!dot || !kp->perm)
			continue;
		name_len = dot - kp->name + 1;
		strscpy(modname, kp->name, name_len);
		kernel_add_sysfs_param(modname, kp, name_len);
	}
}
#endif
`
