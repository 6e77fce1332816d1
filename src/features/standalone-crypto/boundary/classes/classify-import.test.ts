// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { carvedDirectories, placeOf } from '../../recipe/index.js'
import { classifyImport } from './classify-import.js'
import { outsideObjects } from './outside-object.js'

const stays = (path: string) => (path === 'crypto/fips.o' ? 'needed early' : undefined)
const classOf = (name: string, definedIn: string | null) => classifyImport({ name, definedIn }, stays)

test('code of the kernel at large is a service', () => {
  for (const object of ['mm/slub.o', 'lib/crc32.o', 'net/core/sock.o', 'security/keys/key.o']) {
    expect(classOf('x', object)).toEqual({ class: 'kernel service', because: null })
  }
})

test('cryptography is known by where it is, whether that is carved or not', () => {
  const places = [
    'crypto/aes_generic.o',
    'crypto/krb5/krb5_kdf.o',
    'lib/crypto/aes.o',
    'lib/crypto/mpi/mpi-pow.o',
    'lib/crypto/x86/sha256-ni-asm.o',
    'lib/mpi/mpi-pow.o',
    'arch/x86/crypto/aesni-intel_glue.o',
    'arch/arm64/lib/crypto/chacha-neon-core.o',
    'drivers/crypto/ccp/ccp-crypto-main.o',
  ]
  expect(places.filter(object => classOf('x', object).class !== 'cryptography')).toEqual([])
})

test('every directory that is carved is a place of cryptography', () => {
  expect(carvedDirectories.filter(({ path }) => placeOf(`${path}/x.o`) !== 'library')).toEqual([])
})

test('what stays has its reason, and of the entropy source only what is named', () => {
  expect(classOf('fips_enabled', 'crypto/fips.o')).toEqual({
    class: 'named exception',
    because: 'needed early',
  })
  expect(classOf('get_random_bytes', 'drivers/char/random.o')).toEqual({
    class: 'named exception',
    because: 'the entropy source is outside by design',
  })
  expect(classOf('blake2s_mix', 'drivers/char/random.o').class).toBe('cryptography')
})

test('a symbol that no object defines is classed by another one at its address, or not at all', () => {
  expect(classOf('jiffies', null)).toEqual({
    class: 'not classed',
    because: 'no object of vmlinux defines it',
  })
  const alias = { name: 'sbox', definedIn: 'lib/crypto/aes.o' }
  expect(classifyImport({ name: 'table', definedIn: null, alias }, stays)).toEqual({
    class: 'cryptography',
    because: 'another name of sbox in lib/crypto/aes.o',
  })
})

test('the loader is a service, an early twin is cryptography with a reason to be there', () => {
  expect(classOf('fips140_load', 'crypto/fips140/loader.o').class).toBe('kernel service')
  expect(classOf('sha256', 'crypto/fips140/link/twin-sha256.o').class).toBe('cryptography')
  const objects = [
    'mm/slub.o',
    'crypto/fips.o',
    'crypto/fips140-group.o',
    'crypto/fips140/loader.o',
    'crypto/fips140/link/twin-sha256.o',
    'lib/crypto/sha1.o',
    'drivers/crypto/ccp/sp-dev.o',
  ]
  expect(outsideObjects(objects, stays)).toEqual([
    { path: 'crypto/fips.o', because: 'needed early' },
    { path: 'crypto/fips140/link/twin-sha256.o', because: expect.stringContaining('early twin') },
    { path: 'lib/crypto/sha1.o', because: null },
  ])
})
