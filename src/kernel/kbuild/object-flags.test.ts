// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { readDotConfig } from '../../formats/dot-config/index.js'
import { COMPILER_HEADERS, objectFlags } from './object-flags.js'

const CONFIG = readDotConfig('CONFIG_AES_ARCH=y\nCONFIG_GCC=y\n')
const flagsOf = (makefile: string, srcArch = 'x86') =>
  objectFlags(makefile, { config: CONFIG, srcArch, root: '/linux', directory: 'lib/crypto' })

test('an object has the flags of its makefile that the configuration selects', () => {
  const flags = flagsOf(`
ccflags-y := -DALL
ifeq ($(CONFIG_AES_ARCH),y)
CFLAGS_aes.o += -I$(src)/$(SRCARCH)
endif
ifeq ($(CONFIG_SHA_ARCH),y)
CFLAGS_sha.o += -I$(src)/$(SRCARCH)
endif
CFLAGS_sha.o += -O0 # why
CFLAGS_x86/aes.o := -DDEEP
`)
  expect(flags('aes.o')).toEqual(['-DALL', '-I/linux/lib/crypto/x86'])
  expect(flags('sha.o')).toEqual(['-DALL', '-O0'])
  expect(flags('x86/aes.o')).toEqual(['-DALL', '-DDEEP'])
  expect(flags('other.o')).toEqual(['-DALL'])
})

test('a directory of the sources is the same by the old and the new meaning of $(src)', () => {
  expect(flagsOf('CFLAGS_a.o := -I$(srctree)/$(src) -I$(src) -I$(srctree)/include')('a.o')).toEqual([
    '-I/linux/lib/crypto',
    '-I/linux/lib/crypto',
    '-I/linux/include',
  ])
})

test('what make would ask the compiler is left out, but for where its headers are', () => {
  const makefile = `
neon-flags-y := -mcpu=generic+crypto
neon-flags-$(CONFIG_GCC) += -ffixed-q16 \\
			    -ffixed-q17
ifeq ($(ARCH),arm64)
CFLAGS_neon.o += $(neon-flags-y)
endif
CFLAGS_neon.o += $(call cc-option,-fno-x) -isystem $(shell $(CC) -print-file-name=include)
CFLAGS_fpu.o += $(CC_FLAGS_FPU)
`
  const flags = flagsOf(makefile, 'arm64')
  expect(flags('neon.o')).toEqual(['-mcpu=generic+crypto', '-ffixed-q16', '-ffixed-q17', COMPILER_HEADERS])
  expect(flags('fpu.o')).toEqual(['-ffreestanding', '-D_LINUX_FPU_COMPILATION_UNIT', COMPILER_HEADERS])
  expect(flagsOf(makefile)('neon.o')).toEqual([COMPILER_HEADERS])
})
