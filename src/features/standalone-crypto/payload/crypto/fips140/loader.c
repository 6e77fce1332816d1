// SPDX-License-Identifier: GPL-2.0-only
/*
 * The loader of fips140.ko. It loads the embedded module before the first
 * initcall, connects it with vmlinux, and runs its initcalls in the order in
 * which they would have run as built-in code.
 */
#define pr_fmt(fmt) "fips140: " fmt

#include <linux/bitmap.h>
#include <linux/bsearch.h>
#include <linux/elf.h>
#include <linux/fips.h>
#include <linux/fips140.h>
@HEX_HEADER@
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/memory.h>
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/panic.h>
#include <linux/pfn.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/swap.h>
#include <linux/vmalloc.h>
#include "redirect.h"

static struct module *module __initdata;
static struct fips140_module *desc __initdata;
static unsigned long *initcalls_done __initdata;
static bool prebuilt __initdata = IS_ENABLED(CONFIG_CRYPTO_FIPS140_EXTMOD_SOURCE);

static u8 mac[32];
static struct fips140_image image __initdata = { .mac = mac };

static void __init __noreturn out_of_memory(void)
{
	panic("fips140: out of memory\n");
}

/* Called in place of any redirected function until the module is loaded. */
void __noreturn fips140_unbound(unsigned int index)
{
	panic("fips140: %s() called before the module is loaded\n",
	      fips140_funcs[index].name);
}

/*
 * Claims a parameter for a __setup() handler of the module, so that it is not
 * passed on to init. run_setup() calls the handler itself.
 */
int __init fips140_setup_later(char *arg)
{
	return 1;
}

/* Some architectures set up memory for modules in an initcall. */
void __init __weak embedded_module_memory(void)
{
}

static int __init cmp_func(const void *name, const void *func)
{
	return strcmp(name, ((const struct fips140_func *)func)->name);
}

static int __init cmp_var(const void *name, const void *var)
{
	return strcmp(name, ((const struct fips140_var *)var)->name);
}

/**
 * fips140_bind() - bind a symbol that the module defines
 * @name: name of the symbol
 * @sym: the symbol, with its final value; nothing has been relocated yet
 *
 * Records the address of a redirected function. A redirected variable lives in
 * vmlinux; like a copy relocation of a dynamic executable, this makes the
 * module use that storage instead of its own.
 *
 * The module loader, which is not init code, only calls this for the embedded
 * module, hence __ref.
 */
void __ref fips140_bind(const char *name, Elf_Sym *sym)
{
	struct fips140_func *func;
	struct fips140_var *var;

	if (ELF_ST_BIND(sym->st_info) == STB_LOCAL)
		return;

	func = bsearch(name, fips140_funcs, fips140_funcs_end - fips140_funcs,
		       sizeof(*func), cmp_func);
	if (func)
		func->target = sym->st_value;

	var = bsearch(name, fips140_vars, fips140_vars_end - fips140_vars,
		      sizeof(*var), cmp_var);
	if (var) {
		if (sym->st_size != var->size)
			panic("fips140: %s has %lu bytes in the module, %lu in the kernel\n",
			      name, (unsigned long)sym->st_size, var->size);
		var->initial = sym->st_value;
		sym->st_value = (unsigned long)var->storage;
	}
}

static void __init find_descriptor(void)
{
	unsigned int size;

	desc = embedded_module_section(".fips140_module", &size);
	if (!desc || size < sizeof(*desc) || desc->magic != FIPS140_MAGIC)
		panic("fips140: the embedded module has no valid descriptor\n");
	if (desc->abi < 1 || desc->size < sizeof(*desc))
		panic("fips140: the embedded module has descriptor version %u, %u bytes; this kernel needs version %u, %zu bytes\n",
		      desc->abi, desc->size, FIPS140_ABI, sizeof(*desc));
}

static void __init set_image(const char *start, const char *end,
			     const char *hmac, const char *hmac_end)
{
	image.start = start;
	image.len = end - start;
	if (hmac_end - hmac >= 2 * sizeof(mac) &&
	    !hex2bin(mac, hmac, sizeof(mac)))
		image.mac_len = sizeof(mac);
}

/* Chooses the module for this boot. */
static void __init find_image(void)
{
#ifdef CONFIG_CRYPTO_FIPS140_DUAL_VERSION
	if (!fips_enabled) {
		set_image(_binary_fips140_fresh_ko_start,
			  _binary_fips140_fresh_ko_end,
			  _binary_fips140_fresh_hmac_start,
			  _binary_fips140_fresh_hmac_end);
		prebuilt = false;
		return;
	}
#endif
	set_image(_binary_fips140_ko_start, _binary_fips140_ko_end,
		  _binary_fips140_hmac_start, _binary_fips140_hmac_end);
}

/* The BTF of a prebuilt module is based on another vmlinux. */
static void __init drop_foreign_btf(void)
{
#ifdef CONFIG_DEBUG_INFO_BTF_MODULES
	if (prebuilt)
		module->btf_data_size = 0;
#endif
}

/*
 * FIPS mode requires the check before any service of the module can be used.
 * noinline, here and below: the symbols are landmarks for measurements.
 */
static noinline void __init fips140_check_integrity(void)
{
	const char *failed;

	if (!fips_enabled)
		return;
	failed = desc->self_check(&image);
	if (failed)
		panic("fips140: %s failed\n", failed);
	pr_info("integrity check of the module passed: %s\n", desc->digest);
}

/* Integrity checks on demand need the file after init memory is freed. */
static void __init keep_image(void)
{
	void *kept = NULL;

	if (fips_enabled) {
		kept = vmalloc(image.len);
		if (!kept)
			out_of_memory();
		memcpy(kept, image.start, image.len);
	}
	image.start = kept;
}

static noinline void __init fips140_plug_in(void)
{
	struct fips140_func *func;
	struct fips140_var *var;

	for (var = fips140_vars; var < fips140_vars_end; var++) {
		if (!var->initial)
			panic("fips140: the module does not define %s\n",
			      var->name);
		memcpy(var->storage, (void *)var->initial, var->size);
	}

	mutex_lock(&text_mutex);
	for (func = fips140_funcs; func < fips140_funcs_end; func++) {
		if (!func->target)
			panic("fips140: the module does not define %s()\n",
			      func->name);
		if (fips140_patch(func->site, func->target))
			panic("fips140: %s() is out of reach\n", func->name);
	}
	fips140_patch_sync();
	mutex_unlock(&text_mutex);
}

static int __init run_setup(char *param, char *val, const char *unused,
			    void *arg)
{
	const struct fips140_setup *setup;

	for (setup = desc->setups; setup < desc->setups_end; setup++) {
		size_t len = strlen(setup->str);
		bool takes_value = len && setup->str[len - 1] == '=';

		if (takes_value != !!val ||
		    strlen(param) != len - takes_value ||
		    !parameqn(param, setup->str, len - takes_value))
			continue;
		if (setup->fn(val ?: ""))
			break;
	}
	return 0;
}

/*
 * The kernel parsed the command line before the module was loaded. Parse it
 * again, for parameters of the module.
 */
static void __init parse_command_line(void)
{
	char *line = kstrdup(saved_command_line, GFP_KERNEL);

	if (!line)
		out_of_memory();
	parse_args("fips140 module parameters", line, module->kp,
		   module->num_kp, S16_MIN, S16_MAX, NULL, run_setup);
	kfree(line);
}

static struct module *__init load_image(void)
{
	/*
	 * Loading takes a copy of the file, and the memory that the module
	 * keeps. With too little memory this early the page allocator would
	 * panic without naming the module.
	 */
	if (nr_free_pages() < 2 * PFN_UP(image.len))
		return ERR_PTR(-ENOMEM);
	return embedded_module_load(image.start, image.len);
}

static size_t __init num_initcalls(void)
{
	return desc->initcalls_end - desc->initcalls;
}

/**
 * fips140_load() - load the embedded module and connect it with vmlinux
 *
 * Called once, just before the first initcall.
 */
void __init fips140_load(void)
{
	find_image();
	embedded_module_memory();
	module = load_image();
	if (IS_ERR(module))
		panic("fips140: cannot load the embedded module: error %ld%s\n",
		      PTR_ERR(module),
		      PTR_ERR(module) == -ENOMEM ? ", out of memory" : "");

	drop_foreign_btf();
	find_descriptor();
	fips140_check_integrity();
	initcalls_done = bitmap_zalloc(num_initcalls(), GFP_KERNEL);
	if (!initcalls_done)
		out_of_memory();

	fips140_plug_in();
	parse_command_line();
	pr_info("%s %s (%s) loaded: %zu initcalls, %td functions, %td variables\n",
		desc->name, desc->version,
		prebuilt ? "prebuilt" : "built with the kernel", num_initcalls(),
		fips140_funcs_end - fips140_funcs,
		fips140_vars_end - fips140_vars);

	fips140_run_group(NULL, FIPS140_LEVEL_early);
}

/**
 * fips140_run_group() - run initcalls of the module, in link order
 * @group: the group of objects that they belong to, or NULL for all groups
 * @level: their level
 */
void __init fips140_run_group(const char *group, enum fips140_level level)
{
	const struct fips140_initcall *call;

	for (call = desc->initcalls; call < desc->initcalls_end; call++) {
		if (call->level != level ||
		    (group && strcmp(call->group, group)))
			continue;
		if (test_and_set_bit(call - desc->initcalls, initcalls_done))
			panic("fips140: initcall %ps is run twice\n", call->fn);
		do_one_initcall(call->fn);
	}
}

/**
 * fips140_finish() - complete the load when all initcalls have run
 *
 * Panics if an initcall of the module has not run.
 */
void __init fips140_finish(void)
{
	size_t n = num_initcalls();
	size_t left = find_first_zero_bit(initcalls_done, n);
	int err;

	if (left < n)
		panic("fips140: initcall %ps of %s was not run\n",
		      desc->initcalls[left].fn, desc->initcalls[left].group);
	bitmap_free(initcalls_done);

	embedded_module_params(module->kp, module->num_kp);
	err = embedded_module_finish();
	if (err)
		panic("fips140: cannot finish the embedded module: error %d\n",
		      err);
	keep_image();
	desc->publish(&image);
}
