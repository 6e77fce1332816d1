// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { readDotConfig } from '../../formats/dot-config/index.js'
import { countObjects } from './count-objects.js'

test('objects are counted as kbuild descends', async () => {
  const root = await mkdtemp(join(tmpdir(), 'kcarve-count-'))
  const files = {
    Kbuild: 'obj-y += init/\nobj-$(CONFIG_NET) += net/\n',
    'init/Makefile': 'obj-y := main.o mounts.o\nmounts-y := a.o b.o\n',
    'net/Makefile': 'obj-m := driver.o\ndriver-objs := c.o d.o\nobj-y += ../init/main.o\n',
    'arch/x86/Makefile': 'libs-y += arch/x86/lib/\n',
    'arch/x86/Kbuild': 'own-objs-$(CONFIG_KVM) += kvm/\n',
    'arch/x86/kvm/Makefile': 'own-objs-y := vmx.o\n',
    'arch/x86/lib/Makefile': 'lib-y := memcpy.o\n',
  }
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), text)
  }
  // main, a, b, memcpy; then c, d and the module linked from them, and vmx.
  expect(await countObjects(root, { config: readDotConfig(''), srcArch: 'x86', lists: ['obj'] })).toBe(4)
  expect(
    await countObjects(root, {
      config: readDotConfig('CONFIG_NET=y\nCONFIG_KVM=y\n'),
      srcArch: 'x86',
      lists: ['obj', 'own-objs'],
    }),
  ).toBe(8)
  await rm(root, { recursive: true })
})
