// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { readDotConfig } from '../../../formats/dot-config/index.js'
import { scratch } from '../../../formats/testing/scratch.js'
import { planDirectory } from './plan-carve.js'
import { planOutside } from './plan-outside.js'

const root = scratch()
const FILES = {
  'crypto/Makefile': 'obj-$(CONFIG_FIPS) += fips.o\nobj-$(CONFIG_AES) += aes.o\nobj-$(CONFIG_SHA) += sha.o\n',
  'lib/crypto/Makefile': `obj-y += block.o
obj-$(CONFIG_LIB_SHA) += libsha.o
libsha-y := sha.o
libsha-$(CONFIG_X86) += x86/sha-asm.o
obj-$(CONFIG_LIB_DES) += des.o
`,
}

async function outside(config: string, { isFragment = false } = {}) {
  for (const [path, text] of Object.entries(FILES)) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), text)
  }
  const context = { srcArch: 'x86', config: readDotConfig(config), isFragment }
  const stays = [
    { objects: ['fips.o'], because: 'needed early' },
    { objects: ['sha.o'], because: 'left out by --except SHA' },
  ]
  const rules = [
    { path: 'crypto', stays },
    { path: 'lib/crypto', leftOut: 'left out by --except lib/crypto', stays: [] },
  ]
  return planOutside(root, await Promise.all(rules.map(rule => planDirectory(root, rule, context))), context)
}

const FIPS = { path: 'crypto/fips.o', because: expect.stringContaining('fips_enabled') }

test('what a selection leaves out, objects or a directory, is outside, what stays by the recipe has its reason', async () => {
  expect(
    await outside('CONFIG_X86=y\nCONFIG_FIPS=y\nCONFIG_AES=y\nCONFIG_SHA=y\nCONFIG_LIB_SHA=y\n'),
  ).toEqual([
    FIPS,
    { path: 'crypto/sha.o', because: null },
    { path: 'lib/crypto/block.o', because: null },
    { path: 'lib/crypto/sha.o', because: null },
    { path: 'lib/crypto/x86/sha-asm.o', because: null },
  ])
})

test('of a fragment only the options that it names count', async () => {
  expect(await outside('CONFIG_LIB_SHA=y\n', { isFragment: true })).toEqual([
    { path: 'lib/crypto/block.o', because: null },
    { path: 'lib/crypto/sha.o', because: null },
  ])
})
