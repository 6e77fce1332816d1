// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { scratch } from '../../../../formats/testing/scratch.js'
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
  expect([...reasons.keys()].filter(path => path.startsWith('arch/x86/'))).toEqual([
    'arch/x86/crypto/libblake2s-x86_64.o',
    'arch/x86/crypto/blake2s-core.o',
    'arch/x86/crypto/blake2s-glue.o',
  ])
  expect(reasons.get('arch/x86/crypto/blake2s-core.o')).toContain('random.c')
})
