// SPDX-License-Identifier: GPL-2.0-only
/* Three kfuncs with a flag each, in an order that resolve_btfids has to change. */
#include <linux/bpf.h>
#include <linux/btf.h>
#include <linux/btf_ids.h>
#include <linux/module.h>

#ifndef BTF_KFUNCS_START
#define BTF_KFUNCS_START BTF_SET8_START
#define BTF_KFUNCS_END BTF_SET8_END
#endif

void *kfuncs_acquire(void);
void kfuncs_release(void *p);
int kfuncs_sleep(void);

__used noinline void *kfuncs_acquire(void)
{
	return NULL;
}

__used noinline void kfuncs_release(void *p)
{
}

__used noinline int kfuncs_sleep(void)
{
	return 0;
}

BTF_KFUNCS_START(kfuncs_ids)
BTF_ID_FLAGS(func, kfuncs_acquire, KF_ACQUIRE)
BTF_ID_FLAGS(func, kfuncs_release, KF_RELEASE)
BTF_ID_FLAGS(func, kfuncs_sleep, KF_SLEEPABLE)
BTF_KFUNCS_END(kfuncs_ids)

static const struct btf_kfunc_id_set kfuncs_set = {
	.owner = THIS_MODULE,
	.set = &kfuncs_ids,
};

static int __init kfuncs_init(void)
{
	return register_btf_kfunc_id_set(BPF_PROG_TYPE_UNSPEC, &kfuncs_set);
}

module_init(kfuncs_init);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("kfuncs");
