// SPDX-License-Identifier: GPL-2.0-only
import { has, lacks, line, lineWith, type Step } from '../../../edit/index.js'
import type { CarvedDirectory } from './directories.js'
import { integrityHash, sha256CryptoExtensions } from './integrity-hash.js'

/** What differs between trees in the files of the payload, each told by a construct of the tree. */
export const payloadFills = (directories: readonly CarvedDirectory[]): readonly Step[] => [
  {
    id: 'self-test-option',
    purpose: 'FIPS mode needs the self-tests of the crypto manager',
    group: 'options',
    variants: [
      {
        id: 'disabled-by-option',
        when: [has('crypto/Kconfig', line('config CRYPTO_MANAGER_DISABLE_TESTS'))],
        files: [],
        fills: { SELF_TESTS: '!CRYPTO_MANAGER_DISABLE_TESTS' },
      },
      {
        id: 'enabled-by-option',
        since:
          'Linux kernel commit "crypto: testmgr - replace CRYPTO_MANAGER_DISABLE_TESTS with CRYPTO_SELFTESTS" (in v6.16)',
        when: [has('crypto/Kconfig', line('config CRYPTO_SELFTESTS'))],
        files: [],
        fills: { SELF_TESTS: 'CRYPTO_SELFTESTS' },
      },
    ],
  },
  {
    id: 'drbg-option',
    purpose: 'FIPS mode needs a DRBG',
    group: 'options',
    variants: [
      {
        id: 'menu',
        when: [has('crypto/Kconfig', line('menuconfig CRYPTO_DRBG_MENU'))],
        files: [],
        fills: { DRBG: 'CRYPTO_DRBG_MENU' },
      },
      {
        id: 'no-menu',
        when: [lacks('crypto/Kconfig', line('menuconfig CRYPTO_DRBG_MENU'))],
        files: [],
        fills: { DRBG: 'CRYPTO_DRBG' },
      },
    ],
  },
  {
    id: 'kcfi-option',
    purpose: 'kCFI is refused',
    group: 'options',
    variants: [
      {
        id: 'of-clang',
        when: [lacks('arch/Kconfig', line('config CFI'))],
        files: [],
        fills: { KCFI: 'CFI_CLANG' },
      },
      {
        id: 'of-any-compiler',
        since: 'Linux kernel commit "kcfi: Rename CONFIG_CFI_CLANG to CONFIG_CFI" (in v6.18)',
        when: [has('arch/Kconfig', line('config CFI'))],
        files: [],
        fills: { KCFI: 'CFI' },
      },
    ],
  },
  {
    id: 'module-objects',
    purpose: 'the debug information of all objects of the module is relative',
    group: 'build rule',
    variants: [
      {
        id: 'own-only',
        when: [lacks('scripts/Makefile.modfinal', lineWith('.module-common.o:'))],
        files: [],
        fills: { OWN_OBJECTS: 'crypto/fips140/%.o' },
      },
      {
        id: 'one-common-object',
        since: 'Linux kernel commit "kbuild: compile constant module information only once" (in v6.12)',
        when: [has('scripts/Makefile.modfinal', lineWith('.module-common.o:'))],
        files: [],
        fills: { OWN_OBJECTS: 'crypto/fips140/%.o .module-common.o' },
      },
    ],
  },
  {
    id: 'hex-header',
    purpose: 'the loader reads the digest',
    group: 'loader',
    variants: [
      {
        id: 'kernel-h',
        when: [lacks('include/linux/hex.h')],
        files: [],
        fills: { HEX_HEADER: '' },
      },
      {
        id: 'hex-h',
        when: [has('include/linux/hex.h')],
        files: [],
        fills: { HEX_HEADER: '#include <linux/hex.h>' },
      },
    ],
  },
  mpiSetBit(directories),
  {
    id: 'patching-header',
    purpose: 'the loader patches redirects of arm64',
    group: 'redirects',
    variants: [
      {
        id: 'patching-h',
        when: [lacks('arch/arm64/include/asm/text-patching.h')],
        files: [],
        fills: { PATCHING: 'patching' },
      },
      {
        id: 'text-patching-h',
        since: 'Linux kernel commit "asm-generic: introduce text-patching.h" (in v6.13)',
        when: [has('arch/arm64/include/asm/text-patching.h')],
        files: [],
        fills: { PATCHING: 'text-patching' },
      },
    ],
  },
  {
    id: 'module-attributes',
    purpose: 'attributes of the module in sysfs',
    group: 'integrity',
    variants: [
      {
        id: 'writable',
        when: [has('include/linux/module.h', line('extern struct module_attribute module_uevent;'))],
        files: [],
        fills: { MODULE_ATTRIBUTE: 'struct module_attribute' },
      },
      {
        id: 'constant',
        since: 'Linux kernel commit "module: Constify \'struct module_attribute\'" (in v6.14)',
        when: [has('include/linux/module.h', line('extern const struct module_attribute module_uevent;'))],
        files: [],
        fills: { MODULE_ATTRIBUTE: 'const struct module_attribute' },
      },
    ],
  },
  integrityHash(directories),
  sha256CryptoExtensions,
  {
    id: 'module-btf',
    purpose: 'the module gets BTF based on that of vmlinux',
    group: 'embedding',
    variants: [
      {
        id: 'pahole',
        when: [lacks('scripts/gen-btf.sh')],
        files: [],
        fills: {
          ADD_BTF: `		LLVM_OBJCOPY="$(OBJCOPY)" $(PAHOLE) -J $(PAHOLE_FLAGS) \\
			--btf_base $(fips140-btf-y) $@; \\
		$(RESOLVE_BTFIDS) -b $(fips140-btf-y) $@; \\`,
        },
      },
      {
        id: 'script',
        since:
          'Linux kernel commit "resolve_btfids: Change in-place update with raw binary output" (in v7.0)',
        when: [has('scripts/gen-btf.sh')],
        files: [],
        fills: {
          ADD_BTF: `		$(CONFIG_SHELL) $(srctree)/scripts/gen-btf.sh \\
			--btf_base $(fips140-btf-y) $@; \\`,
        },
      },
    ],
  },
  {
    id: 'sign-only',
    purpose: 'make modules_sign does not install prebuilt modules',
    group: 'dual',
    variants: [
      {
        id: 'exported',
        when: [has('scripts/Makefile.modinst', line('ifeq ($(modules_sign_only),)'))],
        files: [],
        fills: { SIGN_ONLY: 'modules_sign_only' },
      },
      {
        id: 'passed',
        when: [has('scripts/Makefile.modinst', line('ifeq ($(sign-only),)'))],
        files: [],
        fills: { SIGN_ONLY: 'sign-only' },
      },
    ],
  },
]

/** RSA calls mpi_set_bit(), which is in reach if it is in the module as well. */
function mpiSetBit(directories: readonly CarvedDirectory[]): Step {
  const isInside = directories.some(({ path, leftOut }) => path.endsWith('/mpi') && leftOut === undefined)
  const called = lineWith('mpi_set_bit(')
  const exported = line('EXPORT_SYMBOL_GPL(mpi_set_bit);')
  const nothing = { MPI_HEADER: '', MPI_EXPORT: '' }
  const exporting = {
    MPI_HEADER: '#include <linux/mpi.h>',
    MPI_EXPORT: '\n#ifdef CONFIG_MPILIB\nEXPORT_SYMBOL_GPL(mpi_set_bit);\n#endif\n',
  }
  const [file, rsa] = ['lib/crypto/mpi/mpi-bit.c', 'crypto/rsa.c']
  return {
    id: 'mpi-set-bit',
    purpose: 'RSA can call mpi_set_bit()',
    group: 'loader',
    variants: [
      { id: 'not-used', when: [lacks(rsa, called)], files: [], fills: nothing },
      {
        id: 'not-exported',
        when: [has(rsa, called), lacks(file, exported)],
        files: [],
        fills: isInside ? nothing : exporting,
      },
      { id: 'exported', when: [has(rsa, called), has(file, exported)], files: [], fills: nothing },
    ],
  }
}
