// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { readDotConfig } from '../../formats/dot-config/index.js'
import { directoryObjects } from './directory-objects.js'

const MAKEFILE = `
obj-$(CONFIG_ALGAPI2) += algapi_all.o	# a comment
algapi_all-$(CONFIG_PROC_FS) += proc.o
algapi_all-y := algapi.o \\
	scatterwalk.o $(algapi_all-y)
obj-$(CONFIG_CRCT) += common.o generic.o
CFLAGS_common.o := -O2
ifeq ($(CONFIG_BPF)$(CONFIG_JIT),yy)
obj-$(CONFIG_ALGAPI2) += bpf.o
else ifdef CONFIG_OTHER
obj-y += other.o
else
obj-y += neither.o
endif
$(obj)/%.S: $(src)/%.pl FORCE
	$(call if_changed,perlasm)
own-objs-$(CONFIG_ASYNC) += async_tx/
own-objs-vmlinux += early.o
`
const named = (config?: string) =>
  directoryObjects(MAKEFILE, {
    srcArch: 'x86',
    lists: ['obj', 'own-objs'],
    stays: 'own-objs-vmlinux',
    config: config === undefined ? undefined : readDotConfig(config),
  })

test('objects, their options and their parts follow a config', () => {
  const { objects, stays } = named('CONFIG_ALGAPI2=y\nCONFIG_PROC_FS=y\nCONFIG_CRCT=m\n')
  const seen = objects.map(({ name, value, parts }) => [name, value, parts.join(' ')])
  expect(seen).toEqual([
    ['algapi_all.o', 'y', 'algapi.o scatterwalk.o proc.o'],
    ['common.o', 'm', ''],
    ['generic.o', 'm', ''],
    ['neither.o', 'y', ''],
    ['async_tx/', 'n', ''],
  ])
  expect(stays).toEqual(['early.o'])
  expect(objects[0]).toMatchObject({ list: 'obj', option: 'ALGAPI2', line: 2 })
  expect(objects[4]).toMatchObject({ list: 'own-objs', option: 'ASYNC' })
})

test('a conditional is decided by the config', () => {
  const names = (config: string) => named(config).objects.map(({ name }) => name)
  expect(names('CONFIG_BPF=y\nCONFIG_JIT=y\nCONFIG_OTHER=y\n')).toContain('bpf.o')
  expect(names('CONFIG_BPF=y\nCONFIG_JIT=y\nCONFIG_OTHER=y\n')).not.toContain('other.o')
  expect(names('CONFIG_BPF=y\nCONFIG_OTHER=y\n')).toContain('other.o')
  expect(names('CONFIG_BPF=y\n')).toContain('neither.o')
})

test('without a config every branch counts, and no value is known', () => {
  const { objects } = named()
  expect(objects.map(({ name }) => name)).toEqual(expect.arrayContaining(['bpf.o', 'other.o', 'neither.o']))
  expect(objects.every(({ value }) => value === undefined)).toBe(true)
  expect(objects[0]?.parts).toEqual(['proc.o', 'algapi.o', 'scatterwalk.o'])
})
