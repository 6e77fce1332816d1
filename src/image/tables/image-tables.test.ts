// SPDX-License-Identifier: GPL-2.0-only
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { writeBtf } from '../../formats/btf/testing/write-btf.js'
import { makeTables, type TableSymbol } from '../testing/make-tables.js'
import { imageTables } from './image-tables.js'

const symbols = (prefix: string, count: number): TableSymbol[] =>
  Array.from({ length: count }, (_, index) => ({
    name: `${prefix}_${String(index).padStart(2, '0')}`,
    crc: index * 0x01010101,
    namespace: index === 3 ? 'module:kvm,kvm-intel' : index === 4 ? null : '',
  }))

const PLAIN = symbols('zebra', 9)
const GPL = symbols('ant', 5)
/** Where the kernel's tables stand in it, and what is around them. */
const around = (bytes: Uint8Array) => Buffer.concat([Buffer.alloc(64, 0xff), bytes, Buffer.alloc(40, 0xff)])

const found = (memory: Uint8Array) =>
  imageTables(memory).map(({ name, offset, size }) => [name, offset, size])

test('the tables of exported symbols are found by their looks, with their CRCs', () => {
  const [plain, gpl, total] = [64 + 9 * 12, 64 + 14 * 12, makeTables([PLAIN, GPL]).length]
  expect(found(around(makeTables([PLAIN, GPL])))).toEqual([
    ['__ksymtab', 64, 9 * 12],
    ['__ksymtab_gpl', plain, 5 * 12],
    ['__kcrctab', gpl, 9 * 4],
    ['__kcrctab_gpl', gpl + 9 * 4, 5 * 4],
    ['__ksymtab_strings', gpl + 14 * 4, total - 14 * 16],
  ])
})

test('a kernel without CRCs, or with one table, has the others', () => {
  const names = (bytes: Uint8Array) => found(around(bytes)).map(([name]) => name)
  expect(names(makeTables([PLAIN, GPL], { withCrcs: false }))).toEqual([
    '__ksymtab',
    '__ksymtab_gpl',
    '__ksymtab_strings',
  ])
  expect(names(makeTables([PLAIN]))).toEqual(['__ksymtab', '__kcrctab', '__ksymtab_strings'])
})

test('what does not stand where the linker puts it is not believed, nor are a few entries', () => {
  expect(found(around(makeTables([PLAIN, GPL], { gap: 8 })))).toEqual([])
  expect(found(around(makeTables([symbols('few', 5)])))).toEqual([])
})

test('of two sets of types the larger one is that of the kernel', () => {
  const [small, large] = [
    writeBtf([{ kind: 'float', name: 'a' }]),
    writeBtf([{ kind: 'float', name: 'a longer name' }]),
  ]
  expect(found(Buffer.concat([small, Buffer.alloc(5), large]))).toEqual([
    ['.BTF', small.length + 5, large.length],
  ])
  expect(found(large.subarray(0, -1))).toEqual([])
})

test('any bytes have tables inside of them, or none', () => {
  const word = fc.oneof(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 0, max: 2 ** 32 - 1 }))
  fc.assert(
    fc.property(fc.array(word, { maxLength: 400 }), words => {
      const memory = Buffer.from(Uint32Array.from(words).buffer)
      for (const { offset, size } of imageTables(memory)) {
        expect(offset).toBeGreaterThanOrEqual(0)
        expect(offset + size).toBeLessThanOrEqual(memory.length)
      }
    }),
  )
})
