// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import type { ImportClass } from '../boundary/index.js'
import { closedBoundaryCheck } from './closed-boundary.js'

const imported = (
  name: string,
  definedIn: string | null,
  its: ImportClass,
  because: string | null = null,
) => ({
  name,
  kind: 'function' as const,
  definedIn,
  class: its,
  because,
  users: [{ object: 'crypto/sha256_generic.o', from: [] }],
  neededBy: its === 'cryptography' ? ['sha224-generic', 'sha256-generic'] : [],
})
const services = [
  imported('kfree', 'mm/slub.o', 'kernel service'),
  imported('get_random_bytes', 'drivers/char/random.o', 'named exception', 'the entropy source'),
]
const fips = { path: 'crypto/fips.o', because: 'needed early' }

test('services of the kernel and what is named leave the boundary closed', () => {
  expect(closedBoundaryCheck({ imports: services, outside: [fips], copies: [] })).toMatchObject({
    id: 'boundary-closed',
    status: 'pass',
    evidence: [
      '2 imports: 1 kernel service, 1 named exception',
      'the entropy source; the module uses get_random_bytes',
      'crypto/fips.o: needed early',
    ],
  })
})

test('cryptography outside is told with its symbols, its users and the algorithms that need it', () => {
  const check = closedBoundaryCheck({
    imports: [...services, imported('sha256_update', 'lib/crypto/sha256.o', 'cryptography')],
    outside: [
      fips,
      { path: 'lib/crypto/sha256.o', because: null },
      { path: 'lib/crypto/sha1.o', because: null },
    ],
    copies: [],
  })
  expect(check.status).toBe('fail')
  expect(check.differences).toEqual(
    expect.arrayContaining([
      'lib/crypto/sha256.o: crypto/sha256_generic.o uses sha256_update; needed by sha224-generic sha256-generic',
      'in vmlinux, with no direct user in the module: lib/crypto/sha1.o',
    ]),
  )
})

test('a symbol that cannot be classed does not pass', () => {
  const check = closedBoundaryCheck({
    imports: [...services, imported('odd', null, 'not classed', 'no object of vmlinux defines it')],
    outside: [],
    copies: [],
  })
  expect(check.status).toBe('fail')
  expect([...check.evidence, ...check.differences]).toContain(
    'odd cannot be classed: no object of vmlinux defines it',
  )
})

test('a second copy that nothing explains fails; twins, other programs and names are told', () => {
  const copies = [
    { object: 'crypto/fips140/link/twin-sha256.o', kind: 'twin' as const, because: 'until the load' },
    { object: 'drivers/net/mlx5.o', kind: 'same name' as const, because: 'only the name' },
  ].map(each => ({ ...each, symbols: ['sha256_final', 'sha256_update'] }))
  const check = closedBoundaryCheck({ imports: services, outside: [], copies })
  expect(check.status).toBe('pass')
  expect(check.evidence.slice(-2)).toEqual([
    'crypto/fips140/link/twin-sha256.o: a second copy, sha256_final sha256_update: until the load',
    'drivers/net/mlx5.o: functions named like those of the module, sha256_final sha256_update: only the name',
  ])
  const copy = { object: 'fs/own-sha.o', symbols: ['sha256_update'], kind: 'copy' as const, because: null }
  expect(closedBoundaryCheck({ imports: services, outside: [], copies: [...copies, copy] })).toMatchObject({
    status: 'fail',
    differences: ['fs/own-sha.o: a second copy, sha256_update'],
  })
})

test('a module without imports proves nothing', () => {
  expect(closedBoundaryCheck({ imports: [], outside: [], copies: [] }).status).toBe('fail')
})
