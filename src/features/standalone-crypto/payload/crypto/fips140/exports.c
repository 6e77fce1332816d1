// SPDX-License-Identifier: GPL-2.0-only
/*
 * Exports symbols of vmlinux that carved objects use and that no module has
 * needed so far.
 */
#include <linux/export.h>
@MPI_HEADER@
#include <keys/system_keyring.h>

#ifdef CONFIG_SYSTEM_TRUSTED_KEYRING
EXPORT_SYMBOL_GPL(restrict_link_by_builtin_trusted);
#ifdef CONFIG_SECONDARY_TRUSTED_KEYRING
EXPORT_SYMBOL_GPL(restrict_link_by_builtin_and_secondary_trusted);
#endif
#endif
@MPI_EXPORT@
