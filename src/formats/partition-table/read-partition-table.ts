// SPDX-License-Identifier: GPL-2.0-only
import { checkedNumber } from '../../core/bytes.js'
import { FormatError } from '../../core/errors.js'

/** A partition of a disk with sectors of 512 bytes. */
export interface Partition {
  /** As Linux counts, from 1. */
  readonly number: number
  /** A GUID in lower case (UEFI specification 5.3.3), or of an MBR the byte as `0x83`. */
  readonly type: string
  /** Bytes. */
  readonly size: number
}

const SECTOR = 512
/** As many entries as every tool makes; Linux reads no more of a header that asks for more. */
const MOST_ENTRIES = 128

/** How much of the beginning of a disk has to be read. */
export const partitionTableBytes: number = 2 * SECTOR + MOST_ENTRIES * 128

/**
 * The partitions of a disk by its first bytes, of a GPT or else of an MBR; logical partitions are not followed. Empty for a disk without a
 * table. Throws FormatError for a table that contradicts itself.
 */
export function readPartitionTable(bytes: Uint8Array): Partition[] {
  const disk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  if (disk.length < 2 * SECTOR || disk.readUInt16LE(510) !== 0xaa55) return []
  if (disk.toString('latin1', SECTOR, SECTOR + 8) === 'EFI PART') return readGpt(disk)
  return readMbr(disk)
}

function readGpt(disk: Buffer): Partition[] {
  const start = checkedNumber(disk.readBigUInt64LE(SECTOR + 72), {
    offset: SECTOR + 72,
    field: 'PartitionEntryLBA',
  })
  const count = Math.min(disk.readUInt32LE(SECTOR + 80), MOST_ENTRIES)
  const size = disk.readUInt32LE(SECTOR + 84)
  if (size < 128)
    throw new FormatError(`entry size ${size} is below 128`, {
      offset: SECTOR + 84,
      field: 'SizeOfPartitionEntry',
    })
  const partitions: Partition[] = []
  for (let index = 0; index < count; index++) {
    const offset = start * SECTOR + index * size
    if (offset + 128 > disk.length) break
    const type = guid(disk.subarray(offset, offset + 16))
    if (type === UNUSED) continue
    const [first, last] = [disk.readBigUInt64LE(offset + 32), disk.readBigUInt64LE(offset + 40)]
    if (last < first)
      throw new FormatError(`partition ${index + 1} ends before it begins`, {
        offset: offset + 40,
        field: 'EndingLBA',
      })
    const sectors = checkedNumber(last - first + 1n, { offset: offset + 40, field: 'EndingLBA' })
    partitions.push({ number: index + 1, type, size: sectors * SECTOR })
  }
  return partitions
}

const UNUSED = '00000000-0000-0000-0000-000000000000'

/** The first three parts are little-endian. */
function guid(bytes: Buffer): string {
  const hex = (part: Buffer) => part.toString('hex')
  const swapped = (from: number, to: number) => hex(Buffer.from(bytes.subarray(from, to)).reverse())
  return [
    swapped(0, 4),
    swapped(4, 6),
    swapped(6, 8),
    hex(bytes.subarray(8, 10)),
    hex(bytes.subarray(10, 16)),
  ].join('-')
}

function readMbr(disk: Buffer): Partition[] {
  // A file system's boot sector ends like an MBR; its "entries" are code.
  const entries = [0, 1, 2, 3].map(index => 446 + index * 16)
  if (entries.some(offset => (disk[offset] ?? 0) % 128 !== 0)) return []
  return entries.flatMap((offset, index) => {
    const [type, sectors] = [disk[offset + 4] ?? 0, disk.readUInt32LE(offset + 12)]
    return type === 0 || sectors === 0
      ? []
      : [{ number: index + 1, type: `0x${type.toString(16).padStart(2, '0')}`, size: sectors * SECTOR }]
  })
}
