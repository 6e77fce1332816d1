// SPDX-License-Identifier: GPL-2.0-only
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { FormatError } from '../../core/errors.js'
import { scratch } from '../../formats/testing/scratch.js'
import type { KernelTree } from '../kernel-tree.js'
import { readConfigFragment } from '../read-config-file.js'
import { configForTree } from './config-for-tree.js'

const root = scratch()
const tree: KernelTree = { root, version: '7.2.0', numbers: [7, 2, 0], name: '' }
const KCONFIG = {
  Kconfig: 'source "arch/$(SRCARCH)/Kconfig"\nsource "lib/Kconfig"\nsource "gone/Kconfig"\n',
  'arch/x86/Kconfig': 'menuconfig X86_ONLY\n\tbool "x"\n',
  'arch/arm64/Kconfig': 'config ARM64_ONLY\n\tbool\n',
  'lib/Kconfig': 'if LIB\n  source "lib/crypto/Kconfig"\nendif\n',
  'lib/crypto/Kconfig': '# config COMMENTED\nconfig LIB_SHA\n\ttristate\n',
}
for (const [path, text] of Object.entries(KCONFIG)) {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}

const chosen = async (fragment: string, srcArch = 'x86') =>
  [...(await configForTree(readConfigFragment(fragment, 'x.config'), tree, srcArch)).options.keys()].join(' ')

test('a fragment has the options for symbols that the Kconfig of the tree and architecture has', async () => {
  const ask = (symbol: string) => `#if ${symbol}\nCONFIG_HAS=y\n#else\nCONFIG_LACKS=y\n#endif\n`
  expect(await chosen(ask('LIB_SHA'))).toBe('HAS')
  expect(await chosen(ask('COMMENTED'))).toBe('LACKS')
  expect(await chosen(ask('X86_ONLY'))).toBe('HAS')
  expect(await chosen(ask('X86_ONLY'), 'arm64')).toBe('LACKS')
  expect(await chosen(ask('ARM64_ONLY'), 'arm64')).toBe('HAS')
})

test('a whole config and a fragment that asks nothing are taken as they are', async () => {
  for (const text of [
    '#\n# Automatically generated file; DO NOT EDIT.\n#\n#if LIB_SHA\nCONFIG_A=y\n',
    'CONFIG_A=y\n#endif\n',
  ]) {
    const config = readConfigFragment(text, 'x.config')
    expect(await configForTree(config, tree, 'x86')).toBe(config)
  }
})

test('an #if without #endif names the file', async () => {
  await expect(chosen('#if LIB_SHA\nCONFIG_A=y\n')).rejects.toThrow(FormatError)
  await expect(chosen('#if LIB_SHA\nCONFIG_A=y\n')).rejects.toThrow('x.config')
})
