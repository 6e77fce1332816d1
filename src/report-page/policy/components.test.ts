// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { componentsOf } from '../../evidence/policy/index.js'
import { carve, crossings } from '../pieces.js'
import { importGroups } from './import-classes.js'

const imported = (name: string, definedIn: string, its: string | null, because: string | null = null) => ({
  name,
  kind: 'function',
  direction: 'out',
  definedIn,
  users: [],
  class: its,
  because,
})
const of = (more: object) =>
  crossings.parse({
    objects: ['crypto/api.o', 'crypto/sha1.o', 'crypto/fips140/status.o'].map(path => ({ path, bytes: 1 })),
    symbols: [
      imported('kfree', 'mm/slub.o', 'kernel service'),
      imported('get_random_bytes', 'drivers/char/random.o', 'named exception', 'entropy'),
      imported('fips_enabled', 'crypto/fips.o', 'named exception', 'early'),
    ],
    outside: [{ path: 'crypto/fips.o', because: 'early' }],
    copies: [],
    ...more,
  })

test('components are inside by directory, and outside by directory and reason', () => {
  expect(componentsOf({ crossings: of({}), carve: null })).toEqual([
    {
      directory: 'crypto',
      objects: ['api.o', 'sha1.o'],
      place: 'in',
      reason: 'selected as built in (=y)',
    },
    {
      directory: 'crypto/fips140',
      objects: ['status.o'],
      place: 'in',
      reason: expect.stringContaining('own code'),
    },
    { directory: 'crypto', objects: ['fips.o'], place: 'out', reason: 'early' },
    { directory: 'drivers/char', objects: ['random.o'], place: 'out', reason: 'entropy' },
  ])
})

test('what nothing explains is open, whether it is an object or a second copy', () => {
  const copy = (kind: string, because: string | null) => ({
    object: `fs/${kind[0]}.o`,
    symbols: ['sha1'],
    kind,
    because,
  })
  const open = of({
    outside: [{ path: 'lib/crypto/aes.o', because: null }],
    copies: [copy('copy', null), copy('twin', 'until the load')],
  })
  const told = componentsOf({ crossings: open, carve: null }).filter(({ place }) => place !== 'in')
  expect(told.map(({ objects, place, reason }) => [objects[0], place, reason])).toEqual([
    ['c.o', 'open', 'second copy of sha1'],
    ['aes.o', 'open', 'belongs into the module'],
    ['fips.o', 'out', 'early'],
    ['random.o', 'out', 'entropy'],
    ['t.o', 'out', 'second copy of sha1: until the load'],
  ])
})

test('objects selected as modules are outside', () => {
  const object = { name: 'rmd160.o', option: 'CRYPTO_RMD160', placement: 'module', because: null }
  const directories = [{ path: 'crypto', isPresent: true, objects: [object] }]
  expect(componentsOf({ crossings: of({}), carve: carve.parse({ directories }) })).toContainEqual(
    expect.objectContaining({ objects: ['rmd160.o'], place: 'out', reason: expect.stringContaining('=m') }),
  )
})

test('imports are counted by class and reason; that there is no cryptography is told', () => {
  expect(importGroups({ crossings: of({}) })).toEqual([
    { class: 'cryptography', because: '', names: [] },
    { class: 'named exception', because: 'entropy', names: ['get_random_bytes'] },
    { class: 'named exception', because: 'early', names: ['fips_enabled'] },
    { class: 'kernel service', because: '', names: ['kfree'] },
  ])
})

test('what an earlier version has not classed is not counted', () => {
  expect(importGroups({ crossings: of({ symbols: [imported('kfree', 'mm/slub.o', null)] }) })).toBeUndefined()
})
