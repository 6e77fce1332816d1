// SPDX-License-Identifier: GPL-2.0-only
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readBtf } from '../formats/btf/index.js'
import { type RawType, writeBtf } from '../formats/btf/testing/write-btf.js'
import { writeElf } from '../formats/elf/testing/write-elf.js'
import { scratch } from '../formats/testing/scratch.js'
import { mustTakeBtf } from './refused-btf.js'

const objtree = scratch()
const built = {
  objtree,
  config: join(objtree, '.config'),
  vmlinux: join(objtree, 'vmlinux'),
  modulesOrder: join(objtree, 'modules.order'),
}
const CONFIG = 'CONFIG_DEBUG_INFO_BTF=y\nCONFIG_PAHOLE_VERSION=124\n'
const REMEDY = 'pahole 1.24 made it: build with another version of pahole, or without CONFIG_DEBUG_INFO_BTF'

const INT: RawType = { kind: 'int', name: 'int', third: 4, tail: [32] }
const kernel = writeBtf([INT])
const base = readBtf(kernel)
const good = writeBtf([{ kind: 'typedef', name: 'own_t', third: 1 }], base)
const bad = writeBtf([{ kind: 'typedef', name: 'own-t', third: 1 }], base)

function write(files: Readonly<Record<string, Uint8Array | string>>, config = CONFIG): void {
  mkdirSync(join(objtree, 'crypto'), { recursive: true })
  for (const [name, data] of Object.entries({ '.config': config, ...files })) {
    const isBtf = typeof data !== 'string'
    writeFileSync(join(objtree, name), isBtf ? writeElf({ sections: [{ name: '.BTF', data }] }) : data)
  }
}

test('a build whose BTF the kernel takes passes', async () => {
  write({ vmlinux: kernel, 'modules.order': 'crypto/a.o\ncrypto/gone.o\n', 'crypto/a.ko': good })
  await expect(mustTakeBtf(built)).resolves.toBeUndefined()
})

test('a module that the kernel would refuse ends it, with type, reason and remedy', async () => {
  const refusal = {
    message: 'crypto/a.ko: this kernel will refuse its BTF: [2] TYPEDEF own-t Invalid name',
    hint: REMEDY,
  }
  write({ vmlinux: kernel, 'crypto/a.ko': bad })
  for (const name of ['a.o', 'a.ko']) {
    write({ 'modules.order': `crypto/${name}\n` })
    await expect(mustTakeBtf(built)).rejects.toMatchObject(refusal)
  }
  write({ 'modules.order': '' })
  await expect(mustTakeBtf(built)).resolves.toBeUndefined()
  await expect(mustTakeBtf(built, ['crypto/a.ko'])).rejects.toMatchObject(refusal)
})

test('a vmlinux that would refuse itself ends it', async () => {
  const itself = 'vmlinux: this kernel will refuse its own BTF, and every module that has BTF: '
  write({ vmlinux: writeBtf([{ kind: 'fwd' }]), 'modules.order': '' })
  await expect(mustTakeBtf(built)).rejects.toMatchObject({
    message: `${itself}[1] FWD (anon) Invalid name`,
    hint: REMEDY,
  })
  write({ vmlinux: kernel.subarray(0, 30) })
  await expect(mustTakeBtf(built)).rejects.toThrow(`${itself}Total section length too long`)
})

test('without CONFIG_DEBUG_INFO_BTF nothing is read', async () => {
  write({ vmlinux: 'no ELF file' }, '# CONFIG_DEBUG_INFO_BTF is not set\n')
  await expect(mustTakeBtf(built)).resolves.toBeUndefined()
})

test('what some kernels refuse passes where it cannot be seen which this is', async () => {
  write({
    vmlinux: writeBtf([INT, { kind: 'type_tag', name: 't', third: 1, kindFlag: true }]),
    'modules.order': '',
  })
  await expect(mustTakeBtf(built)).resolves.toBeUndefined()
})
