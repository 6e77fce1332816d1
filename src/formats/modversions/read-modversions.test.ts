// SPDX-License-Identifier: GPL-2.0-only
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { valueOrFormatError } from '../testing/value-or-format-error.js'
import { readExtendedModversions, readModversions } from './index.js'

function entry(crc: number, name: string): Buffer {
  const bytes = Buffer.alloc(64)
  bytes.writeUInt32LE(crc, 0)
  bytes.write(name, 8)
  return bytes
}

test('entries give name and CRC', () => {
  const bytes = Buffer.concat([entry(0xe8213e80, '_printk'), entry(1, 'x'.repeat(55))])
  expect(readModversions(bytes)).toEqual([
    { name: '_printk', crc: 0xe8213e80 },
    { name: 'x'.repeat(55), crc: 1 },
  ])
  expect(readModversions(new Uint8Array())).toEqual([])
})

test('half an entry and an endless name are named', () => {
  const bytes = Buffer.concat([entry(1, 'a'), entry(2, 'y'.repeat(56))])
  expect(() => readModversions(bytes)).toThrow('__versions at offset 72: the name does not end')
  expect(() => readModversions(bytes.subarray(0, 100))).toThrow('__versions at offset 64: 100 bytes')
})

test('the extended form pairs CRCs with names of any length', () => {
  const crcs = Buffer.from([1, 0, 0, 0, 0xff, 0xff, 0xff, 0xff])
  const long = 'a_rust_symbol_'.repeat(30)
  const names = Buffer.from(`one\0${long}\0\0`)
  expect(readExtendedModversions(crcs, names)).toEqual([
    { name: 'one', crc: 1 },
    { name: long, crc: 0xffffffff },
  ])
  expect(() => readExtendedModversions(crcs, names.subarray(0, 4))).toThrow('1 names for 2 CRCs')
  expect(() => readExtendedModversions(crcs.subarray(0, 4), names)).toThrow('more names than the 1 CRCs')
})

test('any bytes give a value or a format error', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.uint8Array({ maxLength: 100 }), (a, b) => {
      valueOrFormatError(() => readModversions(a))
      valueOrFormatError(() => readExtendedModversions(a, b))
    }),
  )
})
