// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { readDotConfig } from '../../../formats/dot-config/index.js'
import { makeup } from './makeup.js'

const FILES: Readonly<Record<string, string>> = {
  'crypto/Makefile': `crypto-objs-$(CONFIG_CRYPTO) += crypto.o
crypto-y := api.o cipher.o
crypto-objs-$(CONFIG_CRYPTO_SHA256) += sha256.o
crypto-objs-$(CONFIG_CRYPTO_MD5) += md5.o
crypto-objs-$(CONFIG_CRYPTO_MANAGER) += cryptomgr.o
cryptomgr-y := algboss.o testmgr.o
crypto-objs-$(CONFIG_KEYS) += asymmetric_keys/
crypto-objs-y += fips.o
`,
  'crypto/asymmetric_keys/Makefile': 'crypto-objs-$(CONFIG_KEYS) += type.o\n',
  'crypto/sha256.c': 'static struct shash_alg alg = { .base.cra_name = "sha256" };\n',
  'crypto/testmgr.c': '\t{\n\t\t.alg = "sha256",\n\t\t.fips_allowed = 1,\n\t}\n',
}

async function tree(files: Readonly<Record<string, string>>): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'kcarve-makeup-'))
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), text)
  }
  return root
}

const config = readDotConfig(
  'CONFIG_CRYPTO=y\nCONFIG_CRYPTO_SHA256=y\nCONFIG_CRYPTO_MD5=m\nCONFIG_CRYPTO_MANAGER=y\nCONFIG_KEYS=y\n',
)

test('options and directories are known by the objects that the module is linked from, =m and what stays left out', async () => {
  const found = await makeup(await tree(FILES), { config, srcArch: 'x86' })
  expect(Object.fromEntries((found?.leavable ?? []).map(({ name, objects }) => [name, objects]))).toEqual({
    CRYPTO: ['crypto/api.o', 'crypto/cipher.o'],
    CRYPTO_MANAGER: ['crypto/algboss.o', 'crypto/testmgr.o'],
    CRYPTO_SHA256: ['crypto/sha256.o'],
    KEYS: ['crypto/asymmetric_keys/type.o'],
    crypto: [
      'crypto/api.o',
      'crypto/cipher.o',
      'crypto/sha256.o',
      'crypto/algboss.o',
      'crypto/testmgr.o',
      'crypto/asymmetric_keys/type.o',
    ],
    'crypto/asymmetric_keys': ['crypto/asymmetric_keys/type.o'],
    // Without the self-tests that its option has as well.
    'crypto/algboss.o': ['crypto/algboss.o'],
  })
  expect(found?.algorithms).toEqual([{ name: 'sha256', objects: ['crypto/sha256.o'], letIn: true }])
  expect(found?.duties).toEqual([{ name: 'self-tests', objects: ['crypto/testmgr.o'] }])
})

test('an archive without makefiles tells nothing', async () => {
  expect(await makeup(await tree({ 'crypto/sha256.c': '' }), { config, srcArch: 'x86' })).toBeUndefined()
})
