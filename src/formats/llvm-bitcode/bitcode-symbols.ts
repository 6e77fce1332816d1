// SPDX-License-Identifier: GPL-2.0-only
import { FormatError } from '../../core/errors.js'
import { readBlobs } from './blobs.js'

/** A symbol as the linker would see it if the object were compiled already. */
export interface BitcodeSymbol {
  readonly name: string
  readonly isUndefined: boolean
  /** Known to its own file only. */
  readonly isLocal: boolean
  readonly isFunction: boolean
}

const MAGIC = 0xdec04342

/** Whether the bytes begin like LLVM bitcode: what clang makes in place of objects with link time optimisation. */
export const isBitcode = (bytes: Uint8Array): boolean =>
  bytes.length >= 4 && viewOf(bytes).getUint32(0, true) === MAGIC

/**
 * The symbols of a bitcode file, by the table that clang puts beside the code for linkers (struct storage::Header of
 * llvm/Object/IRSymtab.h, which has been the same since LLVM 9). Throws FormatError for other bytes, for a table of
 * another version, and where a name lies outside of the file.
 */
export function bitcodeSymbols(bytes: Uint8Array): BitcodeSymbol[] {
  if (!isBitcode(bytes)) throw new FormatError('not LLVM bitcode', { offset: 0, field: 'magic' })
  const { symtab, strtab } = readBlobs(bytes)
  const offset = symtab.byteOffset - bytes.byteOffset
  const error = (problem: string, field: string) => new FormatError(problem, { offset, field })
  if (symtab.length < HEADER_SIZE) throw error(`${symtab.length} bytes hold no header`, 'SYMTAB_BLOCK')
  const view = viewOf(symtab)
  const version = view.getUint32(0, true)
  if (version !== VERSION) throw error(`version ${version} is unknown`, 'Version')
  const [start, count] = [view.getUint32(SYMBOLS_AT, true), view.getUint32(SYMBOLS_AT + 4, true)]
  if (start + count * SYMBOL_SIZE > symtab.length) {
    throw error(`${count} symbols at ${start} do not fit ${symtab.length} bytes`, 'Symbols')
  }
  return Array.from({ length: count }, (_, index) => {
    const at = start + index * SYMBOL_SIZE
    const [name, size] = [view.getUint32(at, true), view.getUint32(at + 4, true)]
    if (size > MAX_NAME || name + size > strtab.length) throw error(`no name at ${name}`, 'Name')
    const flags = view.getUint32(at + 20, true)
    return {
      name: Buffer.from(strtab.buffer, strtab.byteOffset + name, size).toString('utf8'),
      isUndefined: (flags & FB_undefined) !== 0,
      isLocal: (flags & FB_global) === 0,
      isFunction: (flags & FB_executable) !== 0,
    }
  })
}

/** storage::Header::kCurrentVersion. */
const VERSION = 3
/** Of storage::Header: a word, then ten pairs of words. */
const HEADER_SIZE = 4 + 8 * 8
/** After Version, Producer, Modules and Comdats. */
const SYMBOLS_AT = 4 + 3 * 8
/** Of storage::Symbol: Name, IRName, ComdatIndex, Flags. */
const SYMBOL_SIZE = 24
/** Bounds the time that a hostile table of overlapping names can take. */
const MAX_NAME = 4096

// Bits of storage::Symbol::Flags; two of visibility come first.
const FB_undefined = 1 << 3
const FB_global = 1 << 10
const FB_executable = 1 << 13

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
