// SPDX-License-Identifier: GPL-2.0-only
import { afterEach, expect, test, vi } from 'vitest'
import { x86_64 } from '../../arch/x86-64.js'
import { MissingError } from '../../core/errors.js'
import { readDotConfig } from '../../formats/dot-config/index.js'
import { checkBuildTools } from './requirements.js'

afterEach(() => vi.unstubAllEnvs())

test('a machine without anything is told everything in one line', async () => {
  vi.stubEnv('PATH', '/nonexistent')
  const config = readDotConfig('CONFIG_KERNEL_XZ=y\nCONFIG_KERNEL_LZ4=n\n')
  const check = checkBuildTools({ arch: x86_64, cc: 'gcc', ccWrapper: 'ccache' }, config)
  await expect(check).rejects.toBeInstanceOf(MissingError)
  await expect(check).rejects.toMatchObject({
    message: expect.stringMatching(
      /^Building this kernel needs ccache, gcc, (?!gcc).*make, flex, bison, bc, perl, xz$/,
    ),
    hint: expect.stringMatching(/^apt-get install ccache gcc .*make flex bison bc perl xz-utils$/),
  })
})

test('what the boot needs is asked for with it', async () => {
  vi.stubEnv('PATH', '/nonexistent')
  const qemu = { need: 'qemu-system-x86_64', packageName: 'qemu-system-x86' }
  await expect(checkBuildTools({ arch: x86_64 }, undefined, [qemu])).rejects.toMatchObject({
    message: expect.stringMatching(/^Building and booting this kernel needs gcc, .*, qemu-system-x86_64$/),
    hint: expect.stringMatching(/ qemu-system-x86$/),
  })
})

test('clang is asked for when it is to compile', async () => {
  vi.stubEnv('PATH', '/nonexistent')
  await expect(checkBuildTools({ arch: x86_64, cc: 'clang' })).rejects.toMatchObject({
    hint: expect.stringContaining('clang'),
  })
})

test('the tools of an LLVM are asked for by its version', async () => {
  vi.stubEnv('PATH', '/nonexistent')
  await expect(checkBuildTools({ arch: x86_64, cc: 'gcc', llvm: '-19' })).rejects.toMatchObject({
    message: expect.stringMatching(/clang-19, ld\.lld-19, llvm-nm-19, gcc/),
    hint: expect.stringMatching(/^apt-get install clang-19 lld-19 llvm-19 gcc/),
  })
})
