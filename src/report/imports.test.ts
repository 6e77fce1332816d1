// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { classImports } from '../features/standalone-crypto/boundary/index.js'
import { importReasons, importRows } from './imports.js'
import { verifyText } from './verify.js'

test('what names cannot tell is not called a service of the kernel', async () => {
  const imports = await classImports(['get_random_bytes', 'kfree', 'printk'], {})
  expect(importRows(imports)).toEqual([
    ['cryptography outside', 'none, as far as names tell'],
    ['named exceptions', '1 import: get_random_bytes'],
    ['not classed', expect.stringMatching(/^2 imports without a cryptographic name; .*--kernel BUILD/)],
  ])
})

test('a module that is intact and imports cryptography does not pass', async () => {
  const boundary = await classImports(['kfree', 'sha256_final', 'sha256_update'], {})
  expect(importRows(boundary)[0]).toEqual(['cryptography outside', '2 imports: sha256_final sha256_update'])
  expect(importReasons(boundary)).toContainEqual(['sha256_final', 'cryptography', 'by its name'])
  const module = { size: 1, sha256: 'ab', digest: null, problems: [], boundary }
  const text = verifyText({ path: 'x.ko', kind: 'module', intact: true, modules: [module], outside: null })
  expect(text).toMatch(/^intact, but CRYPTOGRAPHIC CODE IS OUTSIDE: x\.ko/)
  expect(text).toContain('  it imports sha256_update, which is cryptography: by its name\n')
})
