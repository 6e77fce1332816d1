// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { scratch } from '../../formats/testing/scratch.js'
import { madeSubject } from '../testing/made-subject.js'
import { cyclonedxProblems } from '../testing/valid-cyclonedx.js'
import { cbomOf } from './write-cbom.js'

const TIME = '2026-01-02T03:04:05Z'
const subject = await madeSubject(scratch())
const bom = cbomOf(subject, { time: TIME, version: '0.1.0' })
const component = (ref: string) => bom.components.find(each => each['bom-ref'] === ref)
const properties = (ref: string) =>
  Object.fromEntries(component(ref)?.properties?.map(({ name, value }) => [name, value]) ?? [])

test('it is valid by the official schema', async () => {
  expect(await cyclonedxProblems(JSON.stringify(bom))).toBeNull()
})

test('the schema does refuse what is wrong', async () => {
  const text = JSON.stringify(bom)
  expect(
    await cyclonedxProblems(text.replace('"algorithmFamily":"AES"', '"algorithmFamily":"AEZ"')),
  ).not.toBeNull()
  expect(await cyclonedxProblems(text.replace('"primitive":"mac"', '"primitive":"Mac"'))).not.toBeNull()
})

test('every reference leads to a component, and each has a reference of its own', () => {
  const refs = [bom.metadata.component, ...bom.components].map(each => each['bom-ref'])
  expect(new Set(refs).size).toBe(refs.length)
  const used = bom.dependencies.flatMap(({ ref, dependsOn, provides }) => [
    ref,
    ...dependsOn,
    ...(provides ?? []),
  ])
  expect(used.filter(ref => !refs.includes(ref))).toEqual([])
})

test('an algorithm has family, primitive, mode, key sizes, implementation, self-test and sources', () => {
  const ref = 'algorithm:cbc(aes):cbc-aes-aesni'
  expect(component(ref)).toMatchObject({
    name: 'AES-CBC',
    cryptoProperties: {
      algorithmProperties: {
        primitive: 'block-cipher',
        algorithmFamily: 'AES',
        mode: 'cbc',
        implementationPlatform: 'x86_64',
        cryptoFunctions: ['encrypt', 'decrypt'],
      },
    },
  })
  expect(properties(ref)).toMatchObject({
    'kcarve:approved': 'yes',
    'kcarve:fips-mode': 'allowed',
    'kcarve:tested-key-bits': '128, 256',
    'kcarve:self-test': 'alg_test_skcipher',
    'kcarve:assembler': 'arch/x86/crypto/aesni-asm.o',
    'kcarve:cpu-features': 'aesni',
    'kcarve:sources': 'arch/x86/crypto/aesni-asm.S arch/x86/crypto/aesni-glue.c lib/crypto/aes.c',
  })
  expect(bom.dependencies.find(each => each.ref === ref)?.dependsOn).toEqual([
    'algorithm:__cbc(aes):__cbc-aes-aesni',
    'object:arch/x86/crypto/aesni-asm.o',
    'object:arch/x86/crypto/aesni-glue.o',
    'object:lib/crypto/aes.o',
  ])
})

test('the module provides what is in it', () => {
  const [module] = bom.dependencies
  expect(module?.ref).toBe('module')
  expect(module?.provides).toContain('library:libsha256')
  expect(module?.provides).toContain('template:hmac')
  expect(bom.metadata.component).toMatchObject({ name: 'fips140', version: '1.0' })
})

test('what is not known is said, and nobody has certified anything', () => {
  expect(bom.metadata.properties).toContainEqual({ name: 'kcarve:not-told', value: 'no boot was given' })
  expect(JSON.stringify(bom)).not.toMatch(/certif|validat|complian/i)
})

test('certificates are those that the user notes, of approved algorithms only', async () => {
  const noted = cbomOf(subject, {
    ...{ time: TIME, version: '0.1.0' },
    certificates: [{ number: '0000', module: 'ef'.repeat(32), issued: '2026-01-31', level: 'fips140-3-l1' }],
  })
  expect(await cyclonedxProblems(JSON.stringify(noted))).toBeNull()
  expect(noted.metadata.component.properties).toContainEqual({
    name: 'kcarve:noted-certificate',
    value: '0000, fips140-3-l1, issued 2026-01-31',
  })
  const levelOf = (ref: string) =>
    noted.components.find(each => each['bom-ref'] === ref)?.cryptoProperties?.algorithmProperties
      .certificationLevel
  expect(levelOf('algorithm:sha256:sha256-generic')).toEqual(['fips140-3-l1'])
  expect(levelOf('algorithm:md5:md5-generic')).toBeUndefined()
})

test('the same subject gives the same bytes, and another time another time stamp only', () => {
  const again = cbomOf(subject, { time: TIME, version: '0.1.0' })
  expect(JSON.stringify(again)).toBe(JSON.stringify(bom))
  const later = cbomOf(subject, { time: '2027-01-01T00:00:00Z', version: '0.1.0' })
  expect(later.serialNumber).toBe(bom.serialNumber)
  const other = cbomOf({ ...subject, hmac: null }, { time: TIME, version: '0.1.0' })
  expect(other.serialNumber).not.toBe(bom.serialNumber)
})
