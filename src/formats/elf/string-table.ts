// SPDX-License-Identifier: GPL-2.0-only
import { FormatError } from '../../core/errors.js'

export interface StringTable {
  /** One character a byte. Names are slices of it, so that many long names cost no more than the table. */
  readonly text: string
  /** Offset of the table in its file, for errors. */
  readonly offset: number
}

/** Far beyond KSYM_NAME_LEN (512); bounds the time that a hostile table of overlapping names can take. */
const MAX_NAME = 4096

export function stringTable(bytes: Uint8Array, offset: number): StringTable {
  if (bytes.length >= 2 ** 29 - 24) {
    throw new FormatError(`a string table of ${bytes.length} bytes is too large`, { offset, field: 'strtab' })
  }
  return { text: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1'), offset }
}

/** The NUL-terminated string at `index`; throws FormatError when it starts or ends outside the table. */
export function readString({ text, offset }: StringTable, index: number, field: string): string {
  if (index === 0 && text.length === 0) return ''
  const where = { offset: offset + index, field }
  if (index >= text.length) {
    throw new FormatError(`name ${index} is beyond the string table's ${text.length} bytes`, where)
  }
  const end = text.indexOf('\0', index)
  if (end < 0) throw new FormatError('the string does not end within its table', where)
  if (end - index > MAX_NAME) throw new FormatError(`the string is longer than ${MAX_NAME} bytes`, where)
  const name = text.slice(index, end)
  return /[\x80-\xff]/.test(name) ? Buffer.from(name, 'latin1').toString('utf8') : name
}
