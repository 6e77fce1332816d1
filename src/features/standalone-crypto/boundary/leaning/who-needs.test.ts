// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { needing } from './who-needs.js'

const part = (path: string, algorithms: string[], defines: string[], uses: string[]) => ({
  path,
  algorithms,
  defines: new Set(defines),
  uses: new Set(uses),
})
const parts = [
  part('ecc.o', [], ['ecc_mul'], ['random']),
  part('ecdsa.o', ['ecdsa-generic'], [], ['ecc_mul', 'register']),
  part('ecdh.o', ['ecdh-generic'], [], ['ecc_mul']),
  part('api.o', [], ['register'], []),
  part('pkcs7.o', [], ['pkcs7_verify'], ['table']),
]
const neededBy = needing(parts, new Set(['pkcs7_verify']))

test('an object that registers algorithms is needed by these', () => {
  expect(neededBy(['ecdsa.o'])).toEqual(['ecdsa-generic'])
})

test('a library is needed by the algorithms of those that use it', () => {
  expect(neededBy(['ecc.o'])).toEqual(['ecdh-generic', 'ecdsa-generic'])
})

test('where no algorithm is found, functions that vmlinux calls are', () => {
  expect(neededBy(['pkcs7.o'])).toEqual(['pkcs7_verify()'])
  expect(neededBy(['unknown.o'])).toEqual([])
})
