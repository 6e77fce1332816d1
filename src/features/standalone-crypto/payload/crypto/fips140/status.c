// SPDX-License-Identifier: GPL-2.0-only
/*
 * What fips140.ko reports at run time, and its self-tests on demand:
 *
 *   /proc/fips140			identity, state and list of services
 *   /sys/module/fips140/integrity	result of the integrity check
 *   /sys/module/fips140/selftest	write 1 to run all tests, read the result
 *
 * The report is in /proc, because a sysfs file holds one value, and at most a
 * page.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/capability.h>
#include <linux/fips.h>
#include <linux/fips140.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/sysfs.h>
#include "../internal.h"
#include "tables.h"

static struct fips140_image pristine;
static const char *integrity = "not checked";
static const char *selftest = "not run";
static DEFINE_MUTEX(selftest_mutex);

static const char * const approved[] = {
#include "services.h"
};

static bool is_approved(const struct crypto_alg *alg)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(approved); i++)
		if (!strcmp(alg->cra_name, approved[i]) ||
		    !strcmp(alg->cra_driver_name, approved[i]))
			return true;
	return false;
}

static bool is_ours(const struct crypto_alg *alg)
{
	return alg->cra_module == THIS_MODULE &&
	       !(alg->cra_flags & (CRYPTO_ALG_LARVAL | CRYPTO_ALG_DEAD |
				   CRYPTO_ALG_DYING)) &&
	       (alg->cra_flags & CRYPTO_ALG_TESTED);
}

/* Is a service such as "gcm(aes)" made of parts of another module? */
static bool has_foreign_part(const struct crypto_alg *alg)
{
	struct crypto_alg *part;
	struct crypto_spawn *spawn;

	list_for_each_entry(part, &crypto_alg_list, cra_list)
		list_for_each_entry(spawn, &part->cra_users, list)
			if (spawn->registered && &spawn->inst->alg == alg &&
			    (part->cra_module != THIS_MODULE ||
			     has_foreign_part(part)))
				return true;
	return false;
}

static int __maybe_unused report_show(struct seq_file *m, void *unused)
{
	struct crypto_alg *alg;

	seq_printf(m, "name: %s\nversion: %s\n", KBUILD_MODNAME,
		   CONFIG_CRYPTO_FIPS140_VERSION);
	seq_printf(m, "hmac(sha256): %*phN\n", (int)pristine.mac_len,
		   pristine.mac);
	seq_printf(m, "integrity: %s\n", READ_ONCE(integrity));
	seq_printf(m, "self-tests on demand: %s\n", READ_ONCE(selftest));

	down_read(&crypto_alg_sem);
	list_for_each_entry(alg, &crypto_alg_list, cra_list)
		if (is_ours(alg))
			seq_printf(m, "%s: %s %s\n",
				   is_approved(alg) && !has_foreign_part(alg) ?
				   "approved" : "not approved",
				   alg->cra_name, alg->cra_driver_name);
	up_read(&crypto_alg_sem);
	return 0;
}

struct tested_alg {
	char	name[CRYPTO_MAX_ALG_NAME];
	char	driver[CRYPTO_MAX_ALG_NAME];
	u32	flags;
};

/* A copy of the list, because testing an algorithm takes crypto_alg_sem. */
static struct tested_alg *list_algs(size_t *count)
{
	struct tested_alg *list = NULL;
	struct crypto_alg *alg;
	size_t n = 0, room = 0;

	down_read(&crypto_alg_sem);
	list_for_each_entry(alg, &crypto_alg_list, cra_list)
		room += is_ours(alg);
	list = kvcalloc(room, sizeof(*list), GFP_KERNEL);
	if (list) {
		list_for_each_entry(alg, &crypto_alg_list, cra_list) {
			if (!is_ours(alg))
				continue;
			strscpy(list[n].name, alg->cra_name,
				sizeof(list[n].name));
			strscpy(list[n].driver, alg->cra_driver_name,
				sizeof(list[n].driver));
			list[n++].flags = alg->cra_flags;
		}
	}
	up_read(&crypto_alg_sem);
	*count = n;
	return list;
}

static int test_algs(void)
{
	struct tested_alg *list;
	int err, result = 0;
	size_t i, n;

	list = list_algs(&n);
	if (!list)
		return -ENOMEM;
	for (i = 0; i < n; i++) {
		err = alg_test(list[i].driver, list[i].name, list[i].flags,
			       CRYPTO_ALG_TESTED);
		/* FIPS mode leaves these to other algorithms of the module. */
		if (err && err != -ECANCELED) {
			pr_err("self-test of %s failed: error %d\n",
			       list[i].driver, err);
			result = -EIO;
		}
	}
	kvfree(list);
	return result;
}

static void check_integrity(void)
{
	const char *failed;

	/* Only FIPS mode keeps the file that the module was loaded from. */
	if (!pristine.start)
		return;
	failed = fips140_self_check(&pristine);
	if (failed)
		panic("fips140: %s failed\n", failed);
}

static int run_selftest(void)
{
	int err = mutex_lock_interruptible(&selftest_mutex);

	if (err)
		return err;
	WRITE_ONCE(selftest, "running");
	check_integrity();
	err = test_algs();
	WRITE_ONCE(selftest, err ? "failed" : "passed");
	mutex_unlock(&selftest_mutex);
	return err;
}

static ssize_t integrity_show(@MODULE_ATTRIBUTE@ *attr,
			      struct module_kobject *mk, char *buf)
{
	return sysfs_emit(buf, "%s\n", integrity);
}

static ssize_t selftest_show(@MODULE_ATTRIBUTE@ *attr,
			     struct module_kobject *mk, char *buf)
{
	return sysfs_emit(buf, "%s\n", READ_ONCE(selftest));
}

static ssize_t selftest_store(@MODULE_ATTRIBUTE@ *attr,
			      struct module_kobject *mk, const char *buf,
			      size_t count)
{
	if (!capable(CAP_SYS_ADMIN))
		return -EPERM;
	if (!sysfs_streq(buf, "1"))
		return -EINVAL;
	return run_selftest() ?: count;
}

static @MODULE_ATTRIBUTE@ integrity_attr = __ATTR_RO(integrity);
static @MODULE_ATTRIBUTE@ selftest_attr = __ATTR_RW(selftest);

static const struct attribute *attrs[] = {
	&integrity_attr.attr,
	&selftest_attr.attr,
	NULL
};

/**
 * fips140_publish() - make the module's state visible to user space
 * @image: the module file; outside of FIPS mode only its MAC
 */
void fips140_publish(const struct fips140_image *image)
{
	int err;

	pristine = *image;
	if (fips_enabled)
		integrity = "passed";
	proc_create_single("fips140", 0444, NULL, report_show);
	err = sysfs_create_files(&THIS_MODULE->mkobj.kobj, attrs);
	if (err)
		pr_err("cannot create its attributes: error %d\n", err);
}
