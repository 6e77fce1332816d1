// SPDX-License-Identifier: GPL-2.0-only

/** C in the manner of the kernel, with one of each thing that a reader looks for. */
export const C_SOURCE = `// SPDX-License-Identifier: GPL-2.0-only
/*
 * What it is. "not a string" 'c'
 */
#include <linux/module.h>
#include "internal.h"

#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt
#define LONG_ONE(a, b) \\
	do { \\
		(a) = (b); \\
	} while (0)

#ifdef MODULE
# define HERE 1
#elif defined(CONFIG_X) && !defined(MODULE)
# define HERE 2
#else
# define HERE 0
#endif

/* The struct. */
struct demo_ctx {
	int first;
	union { long a; struct { char b[4]; }; };
	unsigned int bits:3, more:5;
} __packed;

typedef int (*demo_fn)(struct demo_ctx *ctx, const char *text);
enum demo_kind { DEMO_ONE, DEMO_TWO = 7, };
extern int demo_count;

static int __init demo_setup(char *text)
{
	return text[0] == '\\'' ? 1 : 0;
}
__setup("demo=", demo_setup);
early_param("demo2", demo_setup);

DEFINE_STATIC_KEY_FALSE(demo_key);
EXPORT_SYMBOL_GPL(demo_key);
EXPORT_PER_CPU_SYMBOL(demo_cpu);

// A comment
static __always_inline int __attribute__((unused)) demo_inner(struct demo_ctx *ctx)
{
	if (IS_REACHABLE(CONFIG_Y) && ctx->first != 3 /* why */)
		return -EINVAL;
	return ctx->first;
}

int demo_outer(struct demo_ctx *ctx,
	       const char *text)
{
	static const char *const names[] = { "a\\"b", "c" };
	return demo_inner(ctx) + (THIS_MODULE == NULL) + names[0][0];
}
EXPORT_SYMBOL(demo_outer);
EXPORT_SYMBOL_NS_GPL(shash_no_setkey, DEMO);

module_init(demo_setup);
MODULE_LICENSE("GPL");
`

/** What a compiler can compile, with relocations, types and a static branch's worth of sections. */
export const COMPILED = `
struct inner { int x; long y; };
struct outer { char a; struct inner one, two; struct { int in; union { long u; char v[8]; }; }; unsigned b:3, c:5; };
enum kind { ONE, TWO = -1 };
typedef struct outer outer_t;
extern int printk(const char *, ...);
extern struct outer shared;
static const char *const names[] = { "one", "two", "three" };
static int helper(int a) { return printk("%d", a); }
int (*table[])(int) = { helper };
int first(outer_t *o, enum kind k) { return helper((int)o->one.y + k) + o->b; }
int second(struct inner *i, ...) { return first(&shared, ONE) + i->x + names[i->x][0]; }
__attribute__((weak)) int third(void) { return second(&shared.two); }
`
