/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The standalone crypto module: the interface between fips140.ko and the
 * kernel that embeds it.
 */
#ifndef _LINUX_FIPS140_H
#define _LINUX_FIPS140_H

#include <linux/elf.h>
#include <linux/init.h>
#include <linux/types.h>
#include <asm/module.h>

/*
 * This is an ABI: a kernel may embed a module that was frozen years before.
 * The structures below never change, except that struct fips140_module may
 * grow at its end, together with FIPS140_ABI. The names of groups are part of
 * the ABI as well.
 */
#define FIPS140_MAGIC	0x30343146u	/* "F140", little-endian */
#define FIPS140_ABI	1

/* An initcall of a carved object: built-in code that is in the module. */
struct fips140_initcall {
	initcall_t	fn;
	const char	*group;		/* see scripts/Makefile.fips140 */
	u32		level;		/* enum fips140_level */
	u32		reserved;
};

/* A __setup() handler of a carved object. */
struct fips140_setup {
	const char	*str;
	int		(*fn)(char *arg);
};

/* Initcall levels, in the order in which the kernel runs them. */
enum fips140_level {
	FIPS140_LEVEL_early	= 0,
	FIPS140_LEVEL_0		= 10,
	FIPS140_LEVEL_1		= 20,
	FIPS140_LEVEL_1s	= 25,
	FIPS140_LEVEL_2		= 30,
	FIPS140_LEVEL_2s	= 35,
	FIPS140_LEVEL_3		= 40,
	FIPS140_LEVEL_3s	= 45,
	FIPS140_LEVEL_4		= 50,
	FIPS140_LEVEL_4s	= 55,
	FIPS140_LEVEL_5		= 60,
	FIPS140_LEVEL_5s	= 65,
	FIPS140_LEVEL_rootfs	= 68,
	FIPS140_LEVEL_6		= 70,
	FIPS140_LEVEL_6s	= 75,
	FIPS140_LEVEL_7		= 80,
	FIPS140_LEVEL_7s	= 85,
};

/* The module file, byte for byte, and its MAC. */
struct fips140_image {
	const void	*start;
	size_t		len;
	const u8	*mac;
	size_t		mac_len;
};

/* The only content of section .fips140_module. */
struct fips140_module {
	u32				magic;
	u32				abi;
	u32				size;		/* of this struct */
	u32				reserved;
	const char			*name;
	const char			*version;
	const char			*digest;	/* algorithm of the MAC */
	const struct fips140_initcall	*initcalls;
	const struct fips140_initcall	*initcalls_end;
	const struct fips140_setup	*setups;
	const struct fips140_setup	*setups_end;
	/* Called before any other code of the module; names a failed check. */
	const char *(*self_check)(const struct fips140_image *image);
	/* Called after the initcalls; @start is NULL if the image was freed. */
	void (*publish)(const struct fips140_image *image);
};

#ifdef FIPS_MODULE

/*
 * For carved objects: initcalls and __setup() handlers are collected in tables
 * of the module. As in <linux/module.h>, the semicolon is part of the macros:
 * users such as module_cpu_feature_match() leave it out.
 */
#define __fips140_initcall(_fn, _level)					\
	static const struct fips140_initcall __UNIQUE_ID(fips140_initcall) \
	__used __section(".init.fips140_initcalls") __aligned(8) = {	\
		.fn = _fn,						\
		.group = FIPS140_GROUP,					\
		.level = FIPS140_LEVEL_##_level,			\
	};

#define early_initcall(fn)		__fips140_initcall(fn, early)
#define pure_initcall(fn)		__fips140_initcall(fn, 0)
#define core_initcall(fn)		__fips140_initcall(fn, 1)
#define core_initcall_sync(fn)		__fips140_initcall(fn, 1s)
#define postcore_initcall(fn)		__fips140_initcall(fn, 2)
#define postcore_initcall_sync(fn)	__fips140_initcall(fn, 2s)
#define arch_initcall(fn)		__fips140_initcall(fn, 3)
#define arch_initcall_sync(fn)		__fips140_initcall(fn, 3s)
#define subsys_initcall(fn)		__fips140_initcall(fn, 4)
#define subsys_initcall_sync(fn)	__fips140_initcall(fn, 4s)
#define fs_initcall(fn)			__fips140_initcall(fn, 5)
#define fs_initcall_sync(fn)		__fips140_initcall(fn, 5s)
#define rootfs_initcall(fn)		__fips140_initcall(fn, rootfs)
#define device_initcall(fn)		__fips140_initcall(fn, 6)
#define device_initcall_sync(fn)	__fips140_initcall(fn, 6s)
#define late_initcall(fn)		__fips140_initcall(fn, 7)
#define late_initcall_sync(fn)		__fips140_initcall(fn, 7s)
#define __initcall(fn)			device_initcall(fn)

#define module_init(fn)			device_initcall(fn)

/* Never called. The reference keeps the compiler from warning. */
#define module_exit(fn)							\
	static const exitcall_t __maybe_unused __exitcall_##fn = fn;

#undef __setup
#define __setup(_str, _fn)						\
	static const char __UNIQUE_ID(fips140_setup_str)[]		\
	__used __section(".init.fips140_setup_str") __aligned(1) = _str; \
	static const struct fips140_setup __UNIQUE_ID(fips140_setup)	\
	__used __section(".init.fips140_setup") __aligned(8) = {	\
		.str = _str,						\
		.fn = _fn,						\
	};

#endif /* FIPS_MODULE */

struct kernel_param;
struct module;

#ifdef CONFIG_CRYPTO_FIPS140_EXTMOD
/* crypto/fips140/loader.c */
void fips140_load(void);
void fips140_run_group(const char *group, enum fips140_level level);
void fips140_finish(void);
void fips140_bind(const char *name, Elf_Sym *sym);

/* kernel/module/main.c */
struct module *embedded_module_load(const void *image, unsigned long len);
void *embedded_module_section(const char *name, unsigned int *size);
int embedded_module_finish(void);

/* Sets up memory for modules, where an initcall would do that too late. */
void embedded_module_memory(void);

/* kernel/params.c */
#ifdef CONFIG_SYSFS
void embedded_module_params(const struct kernel_param *kp, unsigned int num);
#else
static inline void embedded_module_params(const struct kernel_param *kp,
					  unsigned int num) { }
#endif
#else
static inline void fips140_load(void) { }
static inline void fips140_finish(void) { }
static inline void fips140_bind(const char *name, Elf_Sym *sym) { }
#endif

#endif /* _LINUX_FIPS140_H */
