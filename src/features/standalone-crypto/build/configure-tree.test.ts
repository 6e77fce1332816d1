// SPDX-License-Identifier: GPL-2.0-only
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { x86_64 } from '../../../arch/x86-64.js'
import { UsageError } from '../../../core/errors.js'
import { scratch } from '../../../formats/testing/scratch.js'
import { probeTree } from '../../../kernel/index.js'
import { readConfigFragment } from '../../../kernel/read-config-file.js'
import { configureTree } from './configure-tree.js'

// Kconfig of this tree does not know CRYPTO_FIPS140_VERSION, and no option of ours without CONFIG_CRYPTO.
const MAKEFILE = `VERSION = 6
PATCHLEVEL = 12
SUBLEVEL = 1
allnoconfig:
	@echo CONFIG_TINY=y > $(KCONFIG_CONFIG)
olddefconfig:
	@sed -i -e /FIPS140_VERSION/d $(KCONFIG_CONFIG)
	@grep -q CONFIG_CRYPTO=y $(KCONFIG_CONFIG) || sed -i -e /FIPS140/d $(KCONFIG_CONFIG)
`
const KCONFIG = `config CRYPTO_FIPS140
	bool

config CRYPTO_FIPS140_EXTMOD
	bool "Standalone crypto"
	depends on CRYPTO
	depends on MODULES	# the module
`
const directory = scratch()
const objtree = join(directory, 'obj')

beforeAll(async () => {
  const files = {
    Makefile: MAKEFILE,
    Kbuild: '',
    Kconfig: '',
    'scripts/Makefile.build': '',
    'init/main.c': '',
  }
  for (const [path, text] of Object.entries(files)) await put(`stock/${path}`, text)
  for (const [path, text] of Object.entries({ ...files, 'crypto/fips140/Kconfig': KCONFIG }))
    await put(`carved/${path}`, text)
  for (const tool of ['flex', 'bison', 'bc', 'perl']) {
    await put(`bin/${tool}`, '#!/bin/sh\n')
    await chmod(join(directory, 'bin', tool), 0o755)
  }
  vi.stubEnv('PATH', `${process.env.PATH}:${join(directory, 'bin')}`)
})
afterAll(() => vi.unstubAllEnvs())

async function put(path: string, text: string) {
  await mkdir(dirname(join(directory, path)), { recursive: true })
  await writeFile(join(directory, path), text)
}

const configure = async (tree: 'stock' | 'carved', text: string, carved: boolean) =>
  configureTree({
    tree: await probeTree(join(directory, tree)),
    objtree,
    arch: x86_64,
    config: readConfigFragment(text, 'x.config'),
    carved,
  })

test('the option is on in a carved kernel and off in stock, whatever the config says of it', async () => {
  const config = 'CONFIG_CRYPTO=y\nCONFIG_CRYPTO_FIPS140_EXTMOD=y\nCONFIG_CRYPTO_FIPS140_VERSION="1.0"\n'
  const text = () => readFile(join(objtree, '.config'), 'utf8')
  expect((await configure('carved', config, true)).unmet).toEqual([])
  expect(await text()).toBe('CONFIG_TINY=y\nCONFIG_CRYPTO=y\nCONFIG_CRYPTO_FIPS140_EXTMOD=y\n')
  expect((await configure('stock', config, false)).unmet).toEqual([])
  expect(await text()).toBe('CONFIG_TINY=y\nCONFIG_CRYPTO=y\n# CONFIG_CRYPTO_FIPS140_EXTMOD is not set\n')
})

test('a carved kernel is refused to a tree that has not been carved', async () => {
  const refusal = configure('stock', 'CONFIG_CRYPTO=y\n', true)
  await expect(refusal).rejects.toBeInstanceOf(UsageError)
  await expect(refusal).rejects.toMatchObject({
    message: expect.stringContaining('has not been carved'),
    hint: `kcarve apply ${join(directory, 'stock')}`,
  })
})

test('a config that does not allow it is refused with what the option depends on', async () => {
  await expect(configure('carved', 'CONFIG_NET=y\n', true)).rejects.toMatchObject({
    message: 'This config does not allow CONFIG_CRYPTO_FIPS140_EXTMOD',
    hint: 'it depends on CRYPTO, and on MODULES',
  })
})
