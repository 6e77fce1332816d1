// SPDX-License-Identifier: GPL-2.0-only

/**
 * The end of kernel/module/main.c: what the loader of fips140.ko needs of the module loader. What the end of load_module()
 * does for code tags is done here for the embedded module.
 */
export const embeddedModule = (codeTags: string): string => `
#ifdef CONFIG_CRYPTO_FIPS140_EXTMOD
/*
 * The module that is embedded in vmlinux. It is live before the first initcall
 * runs. embedded_module_finish() completes the load later, when sysfs and
 * others are ready, and when the initcalls of the module have run.
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

	/* Parameters are in /sys/module of the objects that own them. */
	err = mod_sysfs_setup(mod, &embedded_info, NULL, 0);
	if (err)
		return err;

	embedded_module = NULL;
	embedded_module_drop_index();
	free_copy(&embedded_info, 0);
${codeTags}	trace_module_load(mod);
	return do_init_module(mod);
}

/* Tell notifiers that register after the module was loaded. */
static void embedded_module_replay(struct notifier_block *nb)
{
	if (embedded_module)
		nb->notifier_call(nb, MODULE_STATE_COMING, embedded_module);
}
#else
static void embedded_module_replay(struct notifier_block *nb) { }
#endif
`

/** In kernel/module/kallsyms.c: ftrace looks up each function of a module, and the scan over all symbols of this one is long. */
export const symbolIndex = (
  isMappingSymbol: string,
): string => `#if defined(CONFIG_CRYPTO_FIPS140_EXTMOD) && defined(CONFIG_DYNAMIC_FTRACE)
#include <linux/sort.h>

/*
 * ftrace looks up every function of a module. The embedded module has thousands
 * of symbols, so keep an index of them, sorted by value, until its initcalls
 * have run.
 */
static struct mod_kallsyms *indexed_kallsyms;
static unsigned int *symbol_index, symbol_index_len;

static int cmp_indexed_symbols(const void *a, const void *b)
{
	unsigned int i = *(unsigned int *)a, j = *(unsigned int *)b;
	unsigned long x = kallsyms_symbol_value(&indexed_kallsyms->symtab[i]);
	unsigned long y = kallsyms_symbol_value(&indexed_kallsyms->symtab[j]);

	if (x == y)
		return i < j ? -1 : 1;
	return x < y ? -1 : 1;
}

void embedded_module_index(struct module *mod)
{
	struct mod_kallsyms *kallsyms =
		rcu_dereference_protected(mod->kallsyms, true);
	unsigned int i, n = 0;
	unsigned int *index = kvmalloc_array(kallsyms->num_symtab,
					     sizeof(*index), GFP_KERNEL);

	if (!index)
		return;
	for (i = 1; i < kallsyms->num_symtab; i++) {
		const char *name = kallsyms_symbol_name(kallsyms, i);

		if (kallsyms->symtab[i].st_shndx != SHN_UNDEF &&
		    *name && !${isMappingSymbol}(name))
			index[n++] = i;
	}
	indexed_kallsyms = kallsyms;
	sort(index, n, sizeof(*index), cmp_indexed_symbols, NULL);
	symbol_index_len = n;
	smp_store_release(&symbol_index, index);
}

void embedded_module_drop_index(void)
{
	unsigned int *index = symbol_index;

	WRITE_ONCE(symbol_index, NULL);
	synchronize_rcu();
	kvfree(index);
}

/*
 * Returns the symbol from which find_kallsyms_symbol() has to search. If the
 * index has the answer already, that is the end of the table.
 */
static unsigned int first_symbol(const struct mod_kallsyms *kallsyms,
				 unsigned long addr, unsigned int *best,
				 unsigned long *bestval, unsigned long *nextval)
{
	const unsigned int *index = smp_load_acquire(&symbol_index);
	unsigned int low = 0, high, i;
	unsigned long value;

	if (!index || kallsyms != indexed_kallsyms)
		return 1;

	/* Find the first symbol above the address. */
	for (high = symbol_index_len; low < high; ) {
		i = low + (high - low) / 2;
		value = kallsyms_symbol_value(&kallsyms->symtab[index[i]]);
		if (value <= addr)
			low = i + 1;
		else
			high = i;
	}
	if (low < symbol_index_len)
		*nextval = min(*nextval, (unsigned long)
			kallsyms_symbol_value(&kallsyms->symtab[index[low]]));
	/* Of several symbols with one value, the first in the table wins. */
	while (low) {
		i = index[--low];
		value = kallsyms_symbol_value(&kallsyms->symtab[i]);
		if (*best ? value < *bestval : value <= *bestval)
			break;
		*best = i;
		*bestval = value;
	}
	return kallsyms->num_symtab;
}
#else
#define first_symbol(kallsyms, addr, best, bestval, nextval) 1
#endif

`

/** The end of kernel/params.c. At the end, so that line numbers in the object stay those of stock when the option is off. */
export const embeddedParameters = `
#if defined(CONFIG_SYSFS) && defined(CONFIG_CRYPTO_FIPS140_EXTMOD)
#include <linux/fips140.h>

/**
 * embedded_module_params() - add parameters of the embedded module to sysfs
 * @kp: the parameters, with the names of built-in ones: MODNAME.PARAMETER
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

/** In the linker scripts. */
export const embeddedSection = `
#ifdef CONFIG_CRYPTO_FIPS140_EXTMOD
	.fips140_embedded : AT(ADDR(.fips140_embedded) - LOAD_OFFSET) {
		*(.fips140_embedded)
	}
#endif
`
