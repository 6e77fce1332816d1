// SPDX-License-Identifier: GPL-2.0-only
import { FormatError } from '../../core/errors.js'

export interface ArMember {
  /** A file name; in a thin archive a path relative to the archive's directory. */
  readonly name: string
  /** Bytes. */
  readonly size: number
  /** The contents (a view); absent in a thin archive, which only names files. */
  readonly data?: Uint8Array
}

export interface Archive {
  /** Members are named, not contained: what `ar cDPrST` of kbuild makes. */
  readonly thin: boolean
  readonly members: readonly ArMember[]
}

const MAGIC = '!<arch>\n'
const THIN_MAGIC = '!<thin>\n'
const HEADER_SIZE = 60
/** Members that are tables of symbols: GNU, GNU 64-bit. */
const SYMBOL_TABLES = ['/', '/SYM64/']
/** Bounds the time that a hostile table of overlapping names can take; PATH_MAX. */
const MAX_NAME = 4096

/**
 * Reads a GNU archive, regular or thin; symbol tables are skipped, long names resolved.
 * Throws FormatError for other bytes, and for headers that do not fit.
 */
export function readAr(bytes: Uint8Array): Archive {
  const magic = latin1(bytes, 0, 8)
  if (magic !== MAGIC && magic !== THIN_MAGIC) {
    throw new FormatError('not an archive', { offset: 0, field: 'magic' })
  }
  const thin = magic === THIN_MAGIC
  const members: ArMember[] = []
  let longNames: string | undefined
  for (let at = 8; at < bytes.length; ) {
    const { ar_name, ar_size } = readHeader(bytes, at)
    const start = at + HEADER_SIZE
    const isTable = ar_name === '//' || SYMBOL_TABLES.includes(ar_name)
    const stored = thin && !isTable ? 0 : ar_size
    if (start + stored > bytes.length) {
      throw new FormatError(`${ar_size} bytes do not fit the archive's ${bytes.length}`, {
        offset: at + 48,
        field: 'ar_size',
      })
    }
    if (ar_name === '//') longNames = latin1(bytes, start, start + ar_size)
    else if (!isTable) {
      const name = memberName(ar_name, longNames, at)
      members.push({ name, size: ar_size, ...(thin ? {} : { data: bytes.subarray(start, start + ar_size) }) })
    }
    at = start + stored + (stored % 2)
  }
  return { thin, members }
}

function readHeader(bytes: Uint8Array, at: number): { ar_name: string; ar_size: number } {
  const header = latin1(bytes, at, at + HEADER_SIZE)
  if (header.length < HEADER_SIZE) {
    throw new FormatError('the archive ends inside a member header', { offset: at, field: 'ar_hdr' })
  }
  if (header.slice(58) !== '`\n') {
    throw new FormatError('no member header here', { offset: at + 58, field: 'ar_fmag' })
  }
  const size = header.slice(48, 58).trimEnd()
  if (!/^\d+$/.test(size)) {
    throw new FormatError(`${JSON.stringify(size)} is not a decimal number`, {
      offset: at + 48,
      field: 'ar_size',
    })
  }
  return { ar_name: header.slice(0, 16).trimEnd(), ar_size: Number(size) }
}

function memberName(ar_name: string, longNames: string | undefined, at: number): string {
  const reference = /^\/(\d+) *\/?$/.exec(ar_name)?.[1]
  if (reference === undefined) {
    // A name that fits is ended by a slash, so that it may have blanks.
    return utf8(ar_name.endsWith('/') ? ar_name.slice(0, -1) : ar_name)
  }
  const start = Number(reference)
  const end = longNames?.indexOf('/\n', start) ?? -1
  if (longNames === undefined || end < 0 || end - start > MAX_NAME) {
    throw new FormatError(`no name at ${start} of the table of long names`, { offset: at, field: 'ar_name' })
  }
  return utf8(longNames.slice(start, end))
}

function latin1(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1', start, end)
}

function utf8(name: string): string {
  return /[\x80-\xff]/.test(name) ? Buffer.from(name, 'latin1').toString('utf8') : name
}
