// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { scratch } from '../../../formats/testing/scratch.js'
import { stayingReasons } from './staying-reasons.js'

test('what stays by the recipe is told by the objects it is made of, not what a selection left out', async () => {
  const tree = scratch()
  await mkdir(join(tree, 'arch/x86/crypto'), { recursive: true })
  const makefile = `crypto-objs-$(CONFIG_CRYPTO_BLAKE2S_X86) += libblake2s-x86_64.o
libblake2s-x86_64-y := blake2s-core.o blake2s-glue.o
crypto-objs-$(CONFIG_CRYPTO_AES_NI_INTEL) += aesni-intel.o
crypto-objs-vmlinux += aesni-intel.o
`
  await writeFile(join(tree, 'arch/x86/crypto/Makefile'), makefile)
  const reasons = await stayingReasons(tree)
  for (const object of ['libblake2s-x86_64.o', 'blake2s-core.o', 'blake2s-glue.o']) {
    expect(reasons(`arch/x86/crypto/${object}`)).toContain('random.c')
  }
  expect(reasons('arch/x86/crypto/aesni-intel.o')).toBeUndefined()
})

test('what is below a directory that stays has its reason', async () => {
  const tree = scratch()
  await mkdir(join(tree, 'lib/crypto'), { recursive: true })
  const makefile = 'obj-$(CONFIG_KUNIT) += tests/\nobj-y += libchacha.o\nlibchacha-y := chacha.o\n'
  await writeFile(join(tree, 'lib/crypto/Makefile'), makefile)
  const reasons = await stayingReasons(tree)
  expect(reasons('lib/crypto/tests/sha256_kunit.o')).toContain('unit tests')
  // Elsewhere an object of this name stays, here it is a part of one that does not.
  expect(reasons('lib/crypto/chacha.o')).toBeUndefined()
})
