// SPDX-License-Identifier: GPL-2.0-only
import { FormatError } from '../../../core/errors.js'
import { type CpioEntry, FIELDS, S_IF, TRAILER } from '../entry.js'

const HEADER_SIZE = 6 + FIELDS.length * 8

/**
 * The entries of a newc archive up to its trailer; file contents are views. Of hard-linked files the last one has the data, as stored.
 * Throws FormatError for anything else, and when the archive ends before its trailer.
 */
export function readCpio(bytes: Uint8Array): readonly CpioEntry[] {
  const entries: CpioEntry[] = []
  for (let at = 0; ; ) {
    const fields = readHeader(bytes, at)
    const nameAt = at + HEADER_SIZE
    const dataAt = align(nameAt + fields.c_namesize)
    const end = dataAt + fields.c_filesize
    if (fields.c_namesize === 0 || nameAt + fields.c_namesize > bytes.length) {
      throw new FormatError(`a name of ${fields.c_namesize} bytes does not fit`, {
        offset: at + 94,
        field: 'c_namesize',
      })
    }
    const path = Buffer.from(bytes.subarray(nameAt, nameAt + fields.c_namesize - 1)).toString('utf8')
    if (path === TRAILER) return entries
    if (end > bytes.length) {
      throw new FormatError(`${fields.c_filesize} bytes do not fit the archive's ${bytes.length}`, {
        offset: at + 54,
        field: 'c_filesize',
      })
    }
    entries.push(entryOf(path, fields, bytes.subarray(dataAt, end), at))
    at = align(end)
  }
}

type Fields = Record<(typeof FIELDS)[number], number>

function readHeader(bytes: Uint8Array, at: number): Fields {
  const text = Buffer.from(bytes.subarray(at, at + HEADER_SIZE)).toString('latin1')
  if (text.length < HEADER_SIZE) {
    throw new FormatError('the archive ends before its trailer', { offset: at, field: 'c_magic' })
  }
  if (!/^07070[12]/.test(text)) throw new FormatError('not a newc header', { offset: at, field: 'c_magic' })
  const values = FIELDS.map((field, index) => {
    const start = 6 + index * 8
    const digits = text.slice(start, start + 8)
    if (!/^[0-9a-fA-F]{8}$/.test(digits)) {
      throw new FormatError(`${JSON.stringify(digits)} is not hexadecimal`, { offset: at + start, field })
    }
    return [field, Number.parseInt(digits, 16)]
  })
  return Object.fromEntries(values) as Fields
}

function entryOf(path: string, fields: Fields, data: Uint8Array, at: number): CpioEntry {
  const { c_mode, c_mtime, c_uid, c_gid, c_rmaj, c_rmin } = fields
  const common = { path, mode: c_mode & 0o7777, mtime: c_mtime, uid: c_uid, gid: c_gid }
  const type = Object.entries(S_IF).find(([, value]) => value === (c_mode & 0o170000))?.[0] as
    | CpioEntry['type']
    | undefined
  switch (type) {
    case 'file':
      return { ...common, type, data }
    case 'symlink':
      return { ...common, type, target: Buffer.from(data).toString('utf8') }
    case 'chardev':
    case 'blockdev':
      return { ...common, type, major: c_rmaj, minor: c_rmin }
    case undefined:
      throw new FormatError(`mode ${c_mode.toString(8)} is of no known file type`, {
        offset: at + 14,
        field: 'c_mode',
      })
    default:
      return { ...common, type }
  }
}

function align(offset: number): number {
  return offset + (-offset & 3)
}
