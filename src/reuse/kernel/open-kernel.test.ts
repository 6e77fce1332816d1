// SPDX-License-Identifier: GPL-2.0-only
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { scratch } from '../../formats/testing/scratch.js'
import { makeArm64Image } from '../../image/testing/make-arm64-image.js'
import { makeVmlinux } from '../../image/testing/make-kernel.js'
import { makeTables } from '../../image/testing/make-tables.js'
import { openKernel } from './open-kernel.js'

const dir = scratch()
const put = (path: string, text: string) => {
  mkdirSync(dirname(join(dir, path)), { recursive: true })
  writeFileSync(join(dir, path), text)
}

beforeAll(() => {
  put(
    'headers/Module.symvers',
    '0x00000007\tkfree\tvmlinux\tEXPORT_SYMBOL\t\n0x00000008\tx\tlib/x\tEXPORT_SYMBOL_GPL\tNS\n',
  )
  put('headers/Makefile', 'include /usr/src/headers-common/Makefile\n')
  put(
    'headers/include/config/auto.conf',
    'CONFIG_X86_64=y\nCONFIG_SMP=y\nCONFIG_MODVERSIONS=y\nCONFIG_EMPTY=\n',
  )
  put('headers/include/generated/utsrelease.h', '#define UTS_RELEASE "6.1.0-56-amd64"\n')
  put('headers/include/config/kernel.release', '6.1.192\n')
  put(
    'headers-common/arch/x86/include/asm/cpufeatures.h',
    '#define NCAPINTS 22\n#define X86_FEATURE_PSE ( 0*32+ 3)\n',
  )
})

test('headers tell exports of kernel and modules, vermagic, and feature numbers of the sources beside them', async () => {
  const kernel = await openKernel(join(dir, 'headers'))
  expect(kernel).toMatchObject({
    kind: 'tree',
    arch: 'x86_64',
    release: '6.1.0-56-amd64',
    vermagic: '6.1.0-56-amd64 SMP modversions ',
    withModules: true,
    btf: undefined,
    features: { end: 704 },
  })
  expect(kernel.exports.get('kfree')).toEqual({ crc: 7, gpl: false, namespace: '', provider: 'vmlinux' })
  expect(kernel.exports.get('x')).toEqual({ crc: 8, gpl: true, namespace: 'NS', provider: 'lib/x' })
})

test('where modules are installed, the link `build` leads to the headers', async () => {
  mkdirSync(join(dir, 'lib/modules/6.1.0-56-amd64'), { recursive: true })
  symlinkSync(join(dir, 'headers'), join(dir, 'lib/modules/6.1.0-56-amd64/build'))
  const kernel = await openKernel(join(dir, 'lib/modules/6.1.0-56-amd64'))
  expect(kernel.release).toBe('6.1.0-56-amd64')
  // Sources are compiled again with what is there.
  expect(kernel.path).toBe(join(dir, 'lib/modules/6.1.0-56-amd64/build'))
  expect(kernel.exports.has('kfree')).toBe(true)
})

test('where a kernel has no CRCs, modpost has written zeroes', async () => {
  put('none/Module.symvers', '0x00000000\tkfree\tvmlinux\tEXPORT_SYMBOL\t\n')
  expect((await openKernel(join(dir, 'none'))).exports.get('kfree')?.crc).toBe(null)
})

test('headers of an arm64 kernel have the word of their architecture in the vermagic', async () => {
  put('arm/Module.symvers', '')
  put('arm/.config', 'CONFIG_ARM64=y\nCONFIG_SMP=y\n')
  put('arm/include/generated/utsrelease.h', '#define UTS_RELEASE "6.12.1"\n')
  expect(await openKernel(join(dir, 'arm'))).toMatchObject({ arch: 'arm64', vermagic: '6.12.1 SMP aarch64 ' })
})

test('a vmlinux tells its exports, and carries no module when no feature knows one in it', async () => {
  const kernel = await openKernel(makeVmlinux(dir, 'vmlinux'))
  expect(kernel).toMatchObject({ kind: 'image', release: '6.12.117', withModules: false })
  expect(kernel.carries.size).toBe(0)
  expect(kernel.exports.get('_start')).toEqual({ crc: null, gpl: true, namespace: '', provider: 'vmlinux' })
})

test('an arm64 Image tells its exports, and one in which they are not found is refused with what to ask', async () => {
  const symbols = Array.from({ length: 9 }, (_, crc) => ({ name: `symbol_${crc}`, crc, namespace: 'NS' }))
  writeFileSync(join(dir, 'Image'), makeArm64Image(makeTables([symbols])))
  writeFileSync(join(dir, 'bare'), makeArm64Image())
  const kernel = await openKernel(join(dir, 'Image'))
  expect(kernel).toMatchObject({ kind: 'image', arch: 'arm64', release: '6.12.117', btf: undefined })
  expect(kernel.exports.get('symbol_7')).toEqual({
    crc: 7,
    gpl: false,
    namespace: 'NS',
    provider: 'vmlinux',
  })
  await expect(openKernel(join(dir, 'bare'))).rejects.toThrow('what it exports is not found in this Image')
})

test('what is no kernel is wrong use, and damaged files are named', async () => {
  put('empty/x', '')
  put('bad/Module.symvers', 'nonsense\n')
  await expect(openKernel(join(dir, 'empty'))).rejects.toThrow('it has no Module.symvers')
  await expect(openKernel(join(dir, 'empty/x'))).rejects.toThrow('not a kernel')
  await expect(openKernel(join(dir, 'nowhere'))).rejects.toThrow('no such file')
  await expect(openKernel(join(dir, 'bad'))).rejects.toThrow(/bad\/Module\.symvers: crc at offset 0: /)
})
