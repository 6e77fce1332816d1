// SPDX-License-Identifier: GPL-2.0-only
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { valueOrFormatError } from '../testing/value-or-format-error.js'
import { readPartitionTable } from './index.js'

const MIB = 1 << 20
/** As they lie on the disk. */
const TYPES = {
  efi: '28732ac11ff8d211ba4b00a0c93ec93b',
  root: 'e3bc684fcde8b14d96e7fbcaf984b709',
}

function withSignature(): Buffer {
  const bytes = Buffer.alloc(34 * 512)
  bytes.writeUInt16LE(0xaa55, 510)
  return bytes
}

function gpt(
  entries: readonly { readonly type: keyof typeof TYPES; readonly first: number; readonly last: number }[],
): Buffer {
  const bytes = withSignature()
  bytes[450] = 0xee
  bytes.write('EFI PART', 512, 'latin1')
  bytes.writeBigUInt64LE(2n, 512 + 72)
  bytes.writeUInt32LE(128, 512 + 80)
  bytes.writeUInt32LE(128, 512 + 84)
  entries.forEach(({ type, first, last }, index) => {
    const at = 1024 + index * 128
    bytes.write(TYPES[type], at, 'hex')
    bytes.writeBigUInt64LE(BigInt(first), at + 32)
    bytes.writeBigUInt64LE(BigInt(last), at + 40)
  })
  return bytes
}

test('a GPT gives its partitions, their types and sizes', () => {
  const bytes = gpt([
    { type: 'efi', first: 2048, last: 2048 + 8 * 2048 - 1 },
    { type: 'root', first: 20480, last: 20480 + 20 * 2048 - 1 },
  ])
  expect(readPartitionTable(bytes)).toEqual([
    { number: 1, type: 'c12a7328-f81f-11d2-ba4b-00a0c93ec93b', size: 8 * MIB },
    { number: 2, type: '4f68bce3-e8cd-4db1-96e7-fbcaf984b709', size: 20 * MIB },
  ])
})

test('a partition that ends before it begins is an error', () => {
  expect(() => readPartitionTable(gpt([{ type: 'root', first: 4096, last: 2048 }]))).toThrow(
    'partition 1 ends before it begins',
  )
})

test('an MBR gives its primary partitions', () => {
  const bytes = withSignature()
  for (const [index, type, sectors] of [
    [0, 0x82, 8 * 2048],
    [2, 0x83, 20 * 2048],
  ] as const) {
    bytes[446 + index * 16 + 4] = type
    bytes.writeUInt32LE(sectors, 446 + index * 16 + 12)
  }
  expect(readPartitionTable(bytes)).toEqual([
    { number: 1, type: '0x82', size: 8 * MIB },
    { number: 3, type: '0x83', size: 20 * MIB },
  ])
})

test('a disk without a table has no partitions', () => {
  expect(readPartitionTable(new Uint8Array(64 << 10))).toEqual([])
  expect(readPartitionTable(new Uint8Array())).toEqual([])
})

test('any bytes are partitions or a FormatError', () => {
  const disk = gpt([{ type: 'root', first: 2048, last: 4096 }])
  const change = fc.tuple(fc.nat(2047), fc.nat(255))
  fc.assert(
    fc.property(fc.array(change, { maxLength: 8 }), changes => {
      const bytes = Buffer.from(disk)
      for (const [offset, value] of changes) bytes[offset] = value
      valueOrFormatError(() => readPartitionTable(bytes))
    }),
  )
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 4096 }), bytes =>
      valueOrFormatError(() => readPartitionTable(bytes)),
    ),
  )
})
