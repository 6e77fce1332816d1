// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { scratch } from '../../../formats/testing/scratch.js'
import type { AlgorithmFact, BootedServices } from './service-facts.js'
import { serviceFactsOf } from './service-facts-of.js'
import { makeServices, TEST_VECTORS, TESTMGR } from './testing/make-services.js'

const { module, objects } = await makeServices(scratch())
const sources = { testmgr: TESTMGR, testVectors: TEST_VECTORS }

const shown = (name: string, driver: string, more = {}): BootedServices['algorithms'][number] => ({
  ...{ name, driver, module: 'fips140', priority: 100, refcnt: 1, selftest: 'passed', internal: false },
  ...{ fips: null, approved: null, type: 'shash', parameters: { digestsize: '32' } },
  ...more,
})
const boot = (...algorithms: BootedServices['algorithms']): BootedServices[] => [
  { scenario: '', hmac: undefined, algorithms },
]
const found = ({ algorithms }: { readonly algorithms: readonly AlgorithmFact[] }, driver: string | null) =>
  algorithms.find(each => each.driver === driver)

test('algorithms are what the module has in its data, and what its code makes of that', () => {
  const { algorithms, templates } = serviceFactsOf({ module, objects })
  expect(
    algorithms.map(({ name, driver, origin, priority }) => `${name} ${driver} ${origin} ${priority}`),
  ).toEqual([
    '__cbc(aes) __cbc-aes-aesni registered 400',
    'cbc(aes) cbc-aes-aesni derived 400',
    'hmac(sha256) null service null',
    'md5 md5-generic registered 0',
    'sha256 sha256-generic registered 100',
    'stdrng drbg_nopr_hmac_sha256 derived null',
    'stdrng drbg_pr_hmac_sha256 derived null',
  ])
  expect(templates).toEqual([{ name: 'hmac', objects: ['crypto/hmac.o'] }])
})

test('approved is what the module calls so, if all its parts are in the module', () => {
  const facts = serviceFactsOf({ module, objects })
  expect(facts.approvedNames).toContain('hmac(sha512)')
  const approved = facts.algorithms.filter(each => each.approved === true).map(({ name }) => name)
  // hmac(sha512) is in the list as well, but there is no sha512.
  expect(approved).toEqual(['cbc(aes)', 'hmac(sha256)', 'sha256', 'stdrng'])
})

test('code outside the module takes the approval away', () => {
  const facts = serviceFactsOf({ module, objects, outside: new Set(['sha256-generic']) })
  expect(found(facts, 'sha256-generic')?.approved).toBe(false)
})

test('an algorithm is made of what registers it and what that calls, but not of the crypto API', () => {
  const facts = serviceFactsOf({ module, objects })
  expect(found(facts, 'cbc-aes-aesni')?.objects).toEqual([
    'arch/x86/crypto/aesni-asm.o',
    'arch/x86/crypto/aesni-glue.o',
    'lib/crypto/aes.o',
  ])
  expect(found(facts, null)?.objects).toEqual(['crypto/hmac.o'])
})

test('libraries are named by kbuild, with the functions that others may call', () => {
  const { libraries } = serviceFactsOf({ module, objects, redirected: ['sha256_update'] })
  expect(libraries).toEqual([
    { name: 'libaes', objects: ['lib/crypto/aes.o'], functions: [] },
    { name: 'libsha256', objects: ['lib/crypto/sha256.o'], functions: ['sha256_update'] },
  ])
})

test('the sources of the self-tests tell what is tested, with which keys, and what fips=1 lets in', () => {
  const facts = serviceFactsOf({ module, objects, ...sources })
  expect(found(facts, 'cbc-aes-aesni')).toMatchObject({
    test: 'alg_test_skcipher',
    testedKeyBits: [128, 256],
    letIn: true,
  })
  expect(found(facts, 'md5-generic')).toMatchObject({ test: 'alg_test_hash', letIn: false })
  expect(found(facts, 'drbg_pr_hmac_sha256')).toMatchObject({ test: 'none', letIn: null })
})

test('a boot adds what is made at run time, and types and sizes', () => {
  const facts = serviceFactsOf({
    module,
    objects,
    boots: boot(
      shown('sha256', 'sha256-generic', { approved: true }),
      shown('hmac(sha256)', 'hmac(sha256-generic)', { approved: true }),
      shown('crc32c', 'crc32c-intel', { module: 'kernel' }),
    ),
  })
  expect(found(facts, 'sha256-generic')).toMatchObject({ type: 'shash', seen: true, selfTest: 'passed' })
  expect(found(facts, 'md5-generic')).toMatchObject({ type: null, seen: false, selfTest: null })
  expect(found(facts, 'hmac(sha256-generic)')).toMatchObject({
    origin: 'instance',
    approved: true,
    parts: ['hmac', 'sha256-generic'],
    objects: ['crypto/hmac.o', 'crypto/sha256_generic.o', 'lib/crypto/sha256.o'],
  })
  expect(found(facts, null)).toBeUndefined()
  expect(found(facts, 'crc32c-intel')).toMatchObject({ place: 'vmlinux', approved: false })
  expect(facts.differences).toEqual([])
})

test('what a boot shows and the module does not explain is a difference', () => {
  const boots = boot(
    shown('sha512', 'sha512-generic'),
    shown('sha256', 'sha256-generic', { approved: false }),
  )
  expect(serviceFactsOf({ module, objects, boots }).differences).toEqual([
    'sha512 (sha512-generic): a boot shows it, but sha512-generic is not in the data of the module',
    'sha256 (sha256-generic): a boot says not approved, its code says approved',
  ])
})

test('without objects and sources, what they tell is not told', () => {
  const facts = serviceFactsOf({ module })
  expect(facts.libraries).toBeNull()
  expect(found(facts, 'sha256-generic')).toMatchObject({
    objects: [],
    test: null,
    letIn: null,
    approved: true,
  })
  // Which code makes wrappers is not known.
  expect(found(facts, 'cbc-aes-aesni')).toBeUndefined()
})
