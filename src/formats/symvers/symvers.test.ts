// SPDX-License-Identifier: GPL-2.0-only
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { valueOrFormatError } from '../testing/value-or-format-error.js'
import { readSymvers } from './index.js'
import { writeSymvers } from './testing/write-symvers.js'

test('symbols come with checksum, module, export type and namespace', () => {
  const text =
    '0x6c09bdec\tcrypto_alloc_shash\tcrypto/demo/demo\tEXPORT_SYMBOL_GPL\t\n' +
    '0x00000000\tcrypto_cipher_setkey\tvmlinux\tEXPORT_SYMBOL_GPL\tCRYPTO_INTERNAL\n'
  expect(readSymvers(text)).toEqual([
    {
      crc: 0x6c09bdec,
      symbol: 'crypto_alloc_shash',
      module: 'crypto/demo/demo',
      exportType: 'EXPORT_SYMBOL_GPL',
      namespace: '',
    },
    {
      crc: 0,
      symbol: 'crypto_cipher_setkey',
      module: 'vmlinux',
      exportType: 'EXPORT_SYMBOL_GPL',
      namespace: 'CRYPTO_INTERNAL',
    },
  ])
  expect(writeSymvers(readSymvers(text))).toBe(text)
})

test('a line without its fields names its offset', () => {
  const good = '0x00000000\ta\tvmlinux\tEXPORT_SYMBOL\t\n'
  expect(() => readSymvers(`${good}nonsense\n`)).toThrow(`crc at offset ${good.length}`)
  expect(() => readSymvers('0x00000000\ta\tvmlinux\n')).toThrow('symvers line at offset 0')
})

test('reading what was written gives the entries', () => {
  const entry = fc.record({
    crc: fc.nat(0xffffffff),
    symbol: fc.stringMatching(/^[a-z_]\w{0,20}$/),
    module: fc.constantFrom('vmlinux', 'crypto/aes'),
    exportType: fc.constantFrom('EXPORT_SYMBOL', 'EXPORT_SYMBOL_GPL'),
    namespace: fc.stringMatching(/^[A-Z_]{0,10}$/),
  })
  fc.assert(
    fc.property(fc.array(entry), entries => {
      expect(readSymvers(writeSymvers(entries))).toEqual(entries)
    }),
  )
})

test('any text gives a value or a format error', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), text => valueOrFormatError(() => readSymvers(text))),
    { numRuns: 500 },
  )
})
