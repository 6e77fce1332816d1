// SPDX-License-Identifier: GPL-2.0-only
import { ToolError } from '../../core/errors.js'
import { type CpioEntry, DEFAULT_MODE, FIELDS, S_IF, TRAILER } from './entry.js'

/**
 * A newc archive, as the kernel unpacks it for an initramfs: the entries in the given order, which must have directories
 * before what is in them (see withParents). The same entries give the same bytes: inodes count up, nothing is taken from the machine.
 * Throws ToolError for a path or a number that the format cannot hold.
 */
export function writeCpio(entries: readonly CpioEntry[]): Uint8Array {
  const parts: Uint8Array[] = []
  entries.forEach((entry, index) => {
    const data = contents(entry)
    parts.push(header(entry.path, fieldsOf(entry, index + 1, data.length)), data, padding(data.length))
  })
  parts.push(header(TRAILER, { c_nlink: 1 }))
  return Buffer.concat(parts)
}

type Fields = Partial<Record<(typeof FIELDS)[number], number>>

function fieldsOf(entry: CpioEntry, c_ino: number, c_filesize: number): Fields {
  return {
    c_ino,
    c_mode: S_IF[entry.type] | (entry.mode ?? DEFAULT_MODE[entry.type]),
    c_uid: entry.uid ?? 0,
    c_gid: entry.gid ?? 0,
    c_nlink: entry.type === 'directory' ? 2 : 1,
    c_mtime: entry.mtime ?? 0,
    c_filesize,
    ...('major' in entry ? { c_rmaj: entry.major, c_rmin: entry.minor } : {}),
  }
}

function contents(entry: CpioEntry): Uint8Array {
  if (entry.type === 'file') return entry.data
  return entry.type === 'symlink' ? Buffer.from(entry.target) : new Uint8Array()
}

function header(path: string, fields: Fields): Uint8Array {
  if (path === '' || path.startsWith('/') || path.includes('\0')) {
    throw new ToolError(`${JSON.stringify(path)} cannot be a path in a cpio archive`)
  }
  const name = Buffer.from(`${path}\0`)
  const all: Fields = { ...fields, c_namesize: name.length }
  const head = Buffer.from(`070701${FIELDS.map(field => hex(path, field, all[field] ?? 0)).join('')}`)
  return Buffer.concat([head, name, padding(head.length + name.length)])
}

function hex(path: string, field: string, value: number): string {
  if (!Number.isInteger(value) || value < 0 || value > 0xffffffff) {
    throw new ToolError(`${path}: ${field} ${value} does not fit the 32 bits of a cpio archive`)
  }
  return value.toString(16).toUpperCase().padStart(8, '0')
}

function padding(length: number): Uint8Array {
  return new Uint8Array(-length & 3)
}
