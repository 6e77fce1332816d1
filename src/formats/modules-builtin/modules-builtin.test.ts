// SPDX-License-Identifier: GPL-2.0-only
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { valueOrFormatError } from '../testing/value-or-format-error.js'
import { moduleName, readModulesBuiltin } from './index.js'

test('each line gives a name and a path', () => {
  expect(readModulesBuiltin('kernel/crypto/ctr.ko\nkernel/arch/x86/crypto/aesni-intel.ko\n')).toEqual([
    { name: 'ctr', path: 'kernel/crypto/ctr.ko' },
    { name: 'aesni_intel', path: 'kernel/arch/x86/crypto/aesni-intel.ko' },
  ])
  expect(readModulesBuiltin('crypto/ctr.o\n')).toEqual([{ name: 'ctr', path: 'crypto/ctr.o' }])
})

test('all spellings of a module give one name', () => {
  const spellings = [
    'kernel/crypto/sha256-generic.ko',
    'sha256_generic',
    'sha256-generic.ko.xz',
    'sha256-generic.ko.zst',
  ]
  expect(new Set(spellings.map(moduleName))).toEqual(new Set(['sha256_generic']))
})

test('a line that names no module tells where it is', () => {
  expect(() => readModulesBuiltin('a/b.ko\nREADME\n')).toThrow(
    'path at offset 7: "README" is not the path of a module',
  )
})

test('any text gives a value or a format error', () => {
  fc.assert(
    fc.property(fc.string(), text => valueOrFormatError(() => readModulesBuiltin(text))),
    { numRuns: 300 },
  )
})
