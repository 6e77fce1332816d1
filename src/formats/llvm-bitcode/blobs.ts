// SPDX-License-Identifier: GPL-2.0-only
import { FormatError } from '../../core/errors.js'
import { BitCursor } from './bit-cursor.js'

/** Blocks of a bitcode file that hold one blob each (llvm/Bitcode/LLVMBitCodes.h). */
const STRTAB_BLOCK_ID = 23
const SYMTAB_BLOCK_ID = 25

/** Abbreviation ids that every block has, and encodings of operands (llvm/Bitstream/BitCodeEnums.h). */
const END_BLOCK = 0
const ENTER_SUBBLOCK = 1
const DEFINE_ABBREV = 2
const UNABBREV_RECORD = 3
const FIXED = 1
const VBR = 2
const BLOB = 5
const TOP_LEVEL_WIDTH = 2

export interface Blobs {
  readonly symtab: Uint8Array
  readonly strtab: Uint8Array
}

/**
 * The symbol table of a bitcode file and the strings that it refers to. Only the frame of other blocks is read. Throws
 * FormatError when the frames do not fit the file, or one of the two is missing.
 * https://llvm.org/docs/BitCodeFormat.html
 */
export function readBlobs(bytes: Uint8Array): Blobs {
  const cursor = new BitCursor(bytes, 32)
  const blobs = new Map<number, Uint8Array>()
  while (!cursor.isAtEnd) {
    const id = cursor.fixed(TOP_LEVEL_WIDTH, 'abbreviation id')
    if (id !== ENTER_SUBBLOCK) throw cursor.error(`no block begins here, but ${id}`, 'abbreviation id')
    const blockId = cursor.vbr(8, 'blockid')
    const width = cursor.vbr(4, 'newabbrevlen')
    cursor.toMultipleOf32()
    const length = cursor.fixed(32, 'blocklen') * 4
    const start = cursor.at
    cursor.skipBytes(length, 'blocklen')
    if (blockId !== STRTAB_BLOCK_ID && blockId !== SYMTAB_BLOCK_ID) continue
    const blob = blobIn(new BitCursor(bytes.subarray(0, start / 8 + length), start), width)
    if (blob !== undefined) blobs.set(blockId, blob)
  }
  const [symtab, strtab] = [blobs.get(SYMTAB_BLOCK_ID), blobs.get(STRTAB_BLOCK_ID)]
  if (symtab === undefined || strtab === undefined) {
    const field = symtab === undefined ? 'SYMTAB_BLOCK' : 'STRTAB_BLOCK'
    throw new FormatError('the file has none', { offset: bytes.length, field })
  }
  return { symtab, strtab }
}

type Operand =
  | { readonly encoding: 'literal' }
  | { readonly encoding: 'fixed' | 'vbr'; readonly width: number }
  | { readonly encoding: 'blob' }

/** The first blob of a block; undefined where it has none. */
function blobIn(cursor: BitCursor, width: number): Uint8Array | undefined {
  if (width < 2 || width > 32) throw cursor.error(`${width} bits for abbreviation ids`, 'newabbrevlen')
  const abbreviations: (readonly Operand[])[] = []
  while (!cursor.isAtEnd) {
    const id = cursor.fixed(width, 'abbreviation id')
    if (id === END_BLOCK) return undefined
    if (id === DEFINE_ABBREV) abbreviations.push(readAbbreviation(cursor))
    else if (id === UNABBREV_RECORD) skipUnabbreviated(cursor)
    else {
      const blob = blobOf(cursor, abbreviations[id - 4] ?? unknown(cursor, id))
      if (blob !== undefined) return blob
    }
  }
  return undefined
}

function readAbbreviation(cursor: BitCursor): readonly Operand[] {
  const operands: Operand[] = []
  for (let left = cursor.vbr(5, 'numabbrevops'); left > 0; left--) {
    if (cursor.fixed(1, 'isliteral') === 1) {
      cursor.vbr(8, 'litvalue')
      operands.push({ encoding: 'literal' })
      continue
    }
    const encoding = cursor.fixed(3, 'encoding')
    if (encoding === BLOB) operands.push({ encoding: 'blob' })
    else if (encoding === FIXED || encoding === VBR) {
      const width = cursor.vbr(5, 'value')
      if (width < 1 || width > 32) throw cursor.error(`${width} bits for an operand`, 'value')
      operands.push({ encoding: encoding === FIXED ? 'fixed' : 'vbr', width })
    } else throw cursor.error(`encoding ${encoding} is not one of a block with a blob`, 'encoding')
  }
  return operands
}

function blobOf(cursor: BitCursor, operands: readonly Operand[]): Uint8Array | undefined {
  for (const operand of operands) {
    if (operand.encoding === 'blob') {
      const length = cursor.vbr(6, 'bloblen')
      cursor.toMultipleOf32()
      return cursor.skipBytes(length, 'bloblen')
    }
    if (operand.encoding === 'fixed') cursor.fixed(operand.width, 'operand')
    else if (operand.encoding === 'vbr') cursor.vbr(operand.width, 'operand')
  }
  return undefined
}

function skipUnabbreviated(cursor: BitCursor): void {
  cursor.vbr(6, 'code')
  for (let left = cursor.vbr(6, 'numops'); left > 0; left--) cursor.vbr(6, 'operand')
}

function unknown(cursor: BitCursor, id: number): never {
  throw cursor.error(`abbreviation ${id} is not defined`, 'abbreviation id')
}
