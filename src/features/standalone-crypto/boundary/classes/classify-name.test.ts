// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { classifyName } from './classify-name.js'

test('a primitive is known by its name', () => {
  const names = [
    'sha256_update',
    'aes_expandkey',
    'mpi_powm',
    'curve25519',
    '__crypto_alloc_tfm',
    'pkcs7_verify',
  ]
  for (const name of names) {
    expect(classifyName(name)).toEqual({ class: 'cryptography', because: 'by its name' })
  }
})

test('what stays in vmlinux with a reason is an exception by its name', () => {
  expect(classifyName('hash_algo_name')).toMatchObject({ class: 'named exception' })
  expect(classifyName('get_random_bytes')).toEqual({
    class: 'named exception',
    because: 'the entropy source is outside by design',
  })
})

test('a name never tells that a symbol is no cryptography', () => {
  const names = ['kmalloc_caches', 'crc32_le', 'shake_folio', 'ecc_sw_hamming_correct', 'key_put']
  expect(names.filter(name => classifyName(name).class !== 'not classed')).toEqual([])
})

test('what a kernel says of its exports tells cryptography of any name', () => {
  expect(classifyName('helper', { namespace: 'CRYPTO_INTERNAL', provider: 'vmlinux' })).toEqual({
    class: 'cryptography',
    because: 'exported in the namespace CRYPTO_INTERNAL',
  })
  expect(classifyName('helper', { namespace: '', provider: 'lib/crypto/libaes' })).toEqual({
    class: 'cryptography',
    because: 'lib/crypto/libaes.ko exports it',
  })
  expect(classifyName('helper', { namespace: 'FS', provider: 'fs/fuse/fuse' }).class).toBe('not classed')
})
