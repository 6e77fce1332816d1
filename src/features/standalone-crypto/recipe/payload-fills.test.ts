// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, test } from 'vitest'
import { planEdits } from '../../../edit/index.js'
import { makeTree } from '../../../edit/testing/small-tree.js'
import type { CarvedDirectory } from './directories.js'
import { payloadFills } from './payload-fills.js'
import { readStandaloneCrypto } from './recipe.js'

// What tells trees apart: excerpts of the shape that the probes look for.

const OLD = {
  'crypto/Kconfig': 'config CRYPTO_MANAGER_DISABLE_TESTS\nmenuconfig CRYPTO_DRBG_MENU\n',
  'arch/Kconfig': 'config CFI_CLANG\n',
  'scripts/Makefile.modfinal': '$(modules): %.ko: %.o %.mod.o FORCE\n',
  'scripts/Makefile.modinst': 'ifeq ($(modules_sign_only),)\n',
  'include/linux/module.h': 'extern struct module_attribute module_uevent;\n',
  'crypto/rsa.c': 'int rsa;\n',
  'arch/x86/crypto/sha256-ssse3-asm.S': '',
  'arch/arm64/crypto/sha2-ce-core.S': 'SYM_FUNC_START(sha2_ce_transform)\n',
}

const OF_6_12 = {
  ...OLD,
  'scripts/Makefile.modfinal': '$(extmod_prefix).module-common.o: $(srctree)/scripts/module-common.c FORCE\n',
  'scripts/Makefile.modinst': 'ifeq ($(sign-only),)\n',
  'include/linux/hex.h': '',
  'crypto/rsa.c': '\terr = mpi_set_bit(e_max, 256);\n',
  'lib/crypto/mpi/mpi-bit.c': 'EXPORT_SYMBOL_GPL(mpi_test_bit);\n',
  'arch/arm64/crypto/sha2-ce-core.S': 'SYM_FUNC_START(__sha256_ce_transform)\n',
}

const {
  'arch/x86/crypto/sha256-ssse3-asm.S': _x86,
  'arch/arm64/crypto/sha2-ce-core.S': _arm64,
  ...rest
} = OF_6_12
const NEW = {
  ...rest,
  'crypto/Kconfig': 'config CRYPTO_SELFTESTS\n',
  'arch/Kconfig': 'config CFI\nconfig CFI_CLANG\n',
  'scripts/gen-btf.sh': '',
  'include/linux/module.h': 'extern const struct module_attribute module_uevent;\n',
  'arch/arm64/include/asm/text-patching.h': '',
  'lib/crypto/mpi/mpi-bit.c': 'EXPORT_SYMBOL_GPL(mpi_set_bit);\n',
  'include/crypto/sha2.h': 'void hmac_sha256_usingrawkey(const u8 *raw_key, size_t raw_key_len,\n',
}

const INSIDE = ['lib/crypto', 'lib/crypto/mpi'].map(path => ({ path, stays: [] }))

const SLOTS = payloadFills([]).flatMap(({ variants: [first] }) => Object.keys(first?.fills ?? {}))

/** What each slot is filled with in a tree, in one line. */
async function filled(
  tree: Readonly<Record<string, string>>,
  directories: readonly CarvedDirectory[] = INSIDE,
) {
  const content = SLOTS.map(name => `<${name}> @${name}@ \n`).join('')
  const files = [{ path: 'slots', content, purpose: 'the slots' }]
  const { newFiles } = await planEdits(await makeTree(tree), {
    name: 'r',
    steps: payloadFills(directories),
    files,
  })
  const text = Buffer.from(newFiles[0]?.content ?? []).toString()
  const parts = text.split(/^<(\w+)>/m).slice(1)
  return Object.fromEntries(
    SLOTS.map(name => [name, (parts[parts.indexOf(name) + 1] ?? '').replace(/\s+/g, ' ').trim()]),
  )
}

const IN_6_12 = {
  SELF_TESTS: '!CRYPTO_MANAGER_DISABLE_TESTS',
  DRBG: 'CRYPTO_DRBG_MENU',
  KCFI: 'CFI_CLANG',
  OWN_OBJECTS: 'crypto/fips140/%.o .module-common.o',
  HEX_HEADER: '#include <linux/hex.h>',
  MPI_HEADER: '',
  MPI_EXPORT: '',
  PATCHING: 'patching',
  MODULE_ATTRIBUTE: 'struct module_attribute',
  SHA256_BLOCKS: '#include "sha256-blocks.h"',
  SHA256_CE: '__sha256_ce_transform',
  HMAC_SHA256: 'fips140_hmac_sha256',
  SIGN_ONLY: 'sign-only',
  ADD_BTF: expect.stringMatching(/^LLVM_OBJCOPY=.*\$\(PAHOLE\) -J/),
}

test('what the files of the payload say in Linux 6.12', async () => {
  expect(await filled(OF_6_12)).toMatchObject(IN_6_12)
})

test('mpi_set_bit() is exported for RSA where the library is left out, and only there', async () => {
  expect(await filled(OF_6_12, [])).toMatchObject({
    MPI_HEADER: '#include <linux/mpi.h>',
    MPI_EXPORT: expect.stringContaining('EXPORT_SYMBOL_GPL(mpi_set_bit);'),
  })
  expect(await filled(NEW, [])).toMatchObject({ MPI_EXPORT: '' })
})

test('the integrity check has a hash of its own where the library is left out', async () => {
  const without = {
    HMAC_SHA256: 'fips140_hmac_sha256',
    SHA256_BLOCKS: expect.stringContaining('return false;'),
  }
  expect(await filled(NEW, [])).toMatchObject(without)
  const stays = [{ objects: ['libsha256.o'], reason: [], because: 'left out' }]
  expect(await filled(NEW, [{ path: 'lib/crypto', stays }])).toMatchObject(without)
})

test('what they say in Linux 6.1', async () => {
  expect(await filled(OLD)).toMatchObject({
    ...IN_6_12,
    OWN_OBJECTS: 'crypto/fips140/%.o',
    HEX_HEADER: '',
    SHA256_CE: 'sha2_ce_transform',
    SIGN_ONLY: 'modules_sign_only',
  })
})

test('what they say in Linux 7.2', async () => {
  expect(await filled(NEW)).toMatchObject({
    ...IN_6_12,
    SELF_TESTS: 'CRYPTO_SELFTESTS',
    DRBG: 'CRYPTO_DRBG',
    KCFI: 'CFI',
    PATCHING: 'text-patching',
    MODULE_ATTRIBUTE: 'const struct module_attribute',
    HMAC_HEADER: '<crypto/sha2.h>',
    HMAC_SHA256: 'hmac_sha256_usingrawkey',
    HMAC_SELECT: 'select CRYPTO_LIB_SHA256',
    SHA256_BLOCKS: '',
    SHA256_CE: '',
    ADD_BTF: expect.stringContaining('scripts/gen-btf.sh'),
  })
})

describe('no file of the payload', async () => {
  const { files } = await readStandaloneCrypto('/nowhere', {})
  for (const [what, pattern] of [
    ['looks for a header', /__has_include/],
    ['compares versions', /LINUX_VERSION_CODE|KERNEL_VERSION|\$\((?:VERSION|PATCHLEVEL)\)/],
    ['looks into the sources', /\$\((?:shell|wildcard)[^)]*\$\(srctree\)(?!\/fips140_build)/],
    ['overrides what kbuild has', /^\s*override /m],
    ['asks whether kbuild has a command', /\$\(if \$\(cmd_/],
  ] as const) {
    test(what, () => {
      const found = files.filter(({ content }) => pattern.test(Buffer.from(content).toString()))
      expect(found.map(({ path }) => path)).toEqual([])
    })
  }
})
