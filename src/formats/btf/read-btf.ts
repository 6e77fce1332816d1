// SPDX-License-Identifier: GPL-2.0-only
import { FormatError } from '../../core/errors.js'
import type { Btf } from './btf.js'
import { checkTypes } from './check-types.js'
import { BTF_MAGIC, BTF_VERSION, HEADER_SIZE, KINDS, TAIL, TYPE_SIZE } from './constants.js'

/**
 * Reads a `.BTF` section: of a kernel, or, with the kernel's as `base`, of a module. The bytes are kept, not copied.
 * Throws FormatError for damaged data, and when a module's does not fit the base, as it then was made with another one.
 */
export function readBtf(bytes: Uint8Array, base?: Btf): Btf {
  const { types, strings } = readHeader(bytes)
  const firstId = base?.endId ?? 1
  const offsets = typeOffsets(bytes, types)
  const btf: Btf = {
    bytes,
    base,
    firstId,
    endId: firstId + offsets.length,
    offsets,
    firstName: base === undefined ? 0 : base.firstName + base.strings.length,
    strings: Buffer.from(bytes.buffer, bytes.byteOffset + strings.start, strings.end - strings.start),
  }
  checkTypes(btf)
  return btf
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
    const kind = KINDS[(info >>> 24) & 0x1f]
    if (kind === undefined || kind === 'void') {
      throw new FormatError(`kind ${(info >>> 24) & 0x1f} is not known`, { offset: at + 4, field: 'info' })
    }
    const [fixed, each] = TAIL[kind]
    const next = at + TYPE_SIZE + fixed + each * (info & 0xffff)
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
