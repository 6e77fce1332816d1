// SPDX-License-Identifier: GPL-2.0-only
import { FormatError } from '../../core/errors.js'
import type { Btf } from './btf.js'
import {
  BTF_MAGIC,
  BTF_VERSION,
  HEADER_SIZE,
  KINDS,
  kindNumberOf,
  TAIL,
  TYPE_SIZE,
  vlenOf,
} from './constants.js'

/**
 * Reads a `.BTF` section: of a kernel, or, with the kernel's as `base`, of a module. The bytes are kept, not copied.
 * Throws FormatError where header and types are not inside the data. Whether names and types that a type refers to make
 * sense is not looked at: kernelRefusal() says what a kernel thinks of them, and isMadeWith() whether the base is the right one.
 */
export function readBtf(bytes: Uint8Array, base?: Btf): Btf {
  const { types, strings } = readHeader(bytes)
  const firstId = base?.endId ?? 1
  const offsets = typeOffsets(bytes, types)
  return {
    bytes,
    base,
    firstId,
    endId: firstId + offsets.length,
    offsets,
    firstName: base === undefined ? 0 : base.firstName + base.strings.length,
    strings: Buffer.from(bytes.buffer, bytes.byteOffset + strings.start, strings.end - strings.start),
  }
}

/** How many types the data holds, which needs no base; throws FormatError when their sizes make no sense. */
export function countTypes(bytes: Uint8Array): number {
  return typeOffsets(bytes, readHeader(bytes).types).length
}

interface Range {
  readonly start: number
  readonly end: number
}

function readHeader(bytes: Uint8Array): { types: Range; strings: Range } {
  if (bytes.length < HEADER_SIZE) {
    throw new FormatError(`the data ends after ${bytes.length} bytes, inside the header`, {
      offset: bytes.length,
      field: 'btf_header',
    })
  }
  const view = viewOf(bytes)
  const magic = view.getUint16(0, true)
  if (magic !== BTF_MAGIC) {
    throw new FormatError(`0x${magic.toString(16)} is not 0xeb9f`, { offset: 0, field: 'magic' })
  }
  const version = view.getUint8(2)
  if (version !== BTF_VERSION)
    throw new FormatError(`version ${version} is not 1`, { offset: 2, field: 'version' })
  const hdr_len = view.getUint32(4, true)
  if (hdr_len < HEADER_SIZE || hdr_len > bytes.length) {
    throw new FormatError(`a header of ${hdr_len} bytes in ${bytes.length}`, { offset: 4, field: 'hdr_len' })
  }
  const range = (at: number, field: string): Range => {
    const start = hdr_len + view.getUint32(at, true)
    const end = start + view.getUint32(at + 4, true)
    if (end > bytes.length) {
      throw new FormatError(`${field} ends at ${end}, the data at ${bytes.length}`, {
        offset: at,
        field: `${field}_off`,
      })
    }
    return { start, end }
  }
  const types = range(8, 'type')
  const strings = range(16, 'str')
  if (strings.end > strings.start && bytes[strings.end - 1] !== 0) {
    throw new FormatError('the last string does not end', { offset: strings.end - 1, field: 'str_len' })
  }
  return { types, strings }
}

/** Where each type begins; every one takes 12 bytes at least, so there are not more than the data has room for. */
function typeOffsets(bytes: Uint8Array, { start, end }: Range): Uint32Array {
  const view = viewOf(bytes)
  const offsets = new Uint32Array(Math.floor((end - start) / TYPE_SIZE))
  let count = 0
  for (let at = start; at < end; ) {
    if (at + TYPE_SIZE > end) {
      throw new FormatError('the type section ends inside a type', { offset: at, field: 'btf_type' })
    }
    const info = view.getUint32(at + 4, true)
    const kind = KINDS[kindNumberOf(info)]
    if (kind === undefined || kind === 'void') {
      throw new FormatError(`kind ${kindNumberOf(info)} is not known`, { offset: at + 4, field: 'info' })
    }
    const [fixed, each] = TAIL[kind]
    const next = at + TYPE_SIZE + fixed + each * vlenOf(info)
    if (next > end)
      throw new FormatError(`a ${kind} goes beyond the type section`, { offset: at, field: 'btf_type' })
    offsets[count++] = at
    at = next
  }
  return offsets.slice(0, count)
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
