// SPDX-License-Identifier: GPL-2.0-only
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { valueOrFormatError } from '../testing/value-or-format-error.js'
import { readProcCrypto } from './index.js'
import { PROC_CRYPTO } from './testing/proc-crypto-text.js'

test('entries have the common fields typed and the others as printed', () => {
  expect(readProcCrypto(PROC_CRYPTO)).toEqual([
    {
      name: 'cbc(aes)',
      driver: 'cbc-aes-aesni',
      module: 'demo',
      priority: 400,
      refcnt: 1,
      selftest: 'passed',
      internal: false,
      fips: true,
      type: 'skcipher',
      other: { async: 'no', blocksize: '16', 'min keysize': '16', 'max keysize': '32' },
    },
    {
      name: 'jitterentropy_rng',
      driver: 'jitterentropy_rng',
      module: 'kernel',
      priority: -1,
      refcnt: 2,
      selftest: 'unknown',
      internal: true,
      fips: undefined,
      type: 'rng',
      other: { seedsize: '0' },
    },
  ])
})

test('an entry that is cut off or wrong names field and offset', () => {
  expect(() => readProcCrypto(PROC_CRYPTO.slice(0, 40))).toThrow('module at offset 0: missing in the entry')
  expect(() => readProcCrypto(PROC_CRYPTO.replace('400', 'high'))).toThrow(
    'priority at offset 73: "high" is not a number',
  )
  expect(() => readProcCrypto('hello\n')).toThrow('field at offset 0')
  expect(() => readProcCrypto('name : a\nname : b\n')).toThrow('name at offset 9: a second time in one entry')
})

test('any text gives a value or a format error', () => {
  const line = fc.constantFrom(...PROC_CRYPTO.split('\n'))
  fc.assert(
    fc.property(fc.array(fc.oneof(line, fc.string())), lines =>
      valueOrFormatError(() => readProcCrypto(lines.join('\n'))),
    ),
    { numRuns: 500 },
  )
})
