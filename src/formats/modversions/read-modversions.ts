// SPDX-License-Identifier: GPL-2.0-only
import { FormatError } from '../../core/errors.js'

/** What a module was compiled against: a symbol that it imports, and the CRC that the symbol had. */
export interface ModuleVersion {
  readonly name: string
  readonly crc: number
}

/** struct modversion_info of include/linux/module.h on 64-bit machines: an unsigned long and a name, in 64 bytes. */
const ENTRY = 64
const NAME_AT = 8

/** Reads a `__versions` section; throws FormatError for half an entry or a name without an end. */
export function readModversions(bytes: Uint8Array): readonly ModuleVersion[] {
  if (bytes.length % ENTRY !== 0) {
    throw new FormatError(`${bytes.length} bytes are no whole number of entries of ${ENTRY}`, {
      offset: bytes.length - (bytes.length % ENTRY),
      field: '__versions',
    })
  }
  const all = bufferOf(bytes)
  return Array.from({ length: bytes.length / ENTRY }, (_, index) => {
    const at = index * ENTRY
    const end = all.indexOf(0, at + NAME_AT)
    if (end < 0 || end >= at + ENTRY) {
      throw new FormatError('the name does not end within its entry', {
        offset: at + NAME_AT,
        field: '__versions',
      })
    }
    return { name: all.toString('latin1', at + NAME_AT, end), crc: all.readUInt32LE(at) }
  })
}

/**
 * Reads the extended form (CONFIG_EXTENDED_MODVERSIONS, Linux 6.14): `__version_ext_crcs` and, as NUL-terminated strings,
 * `__version_ext_names`. Throws FormatError when they are not equally many.
 */
export function readExtendedModversions(crcs: Uint8Array, names: Uint8Array): readonly ModuleVersion[] {
  const field = '__version_ext_names'
  const all = bufferOf(names)
  const values = bufferOf(crcs)
  const versions: ModuleVersion[] = []
  let at = 0
  for (let index = 0; index + 4 <= values.length; index += 4) {
    const end = all.indexOf(0, at)
    if (end < 0)
      throw new FormatError(`${versions.length} names for ${values.length / 4} CRCs`, { offset: at, field })
    versions.push({ name: all.toString('latin1', at, end), crc: values.readUInt32LE(index) })
    at = end + 1
  }
  // The compiler ends the last string once more.
  if (all.subarray(at).some(byte => byte !== 0)) {
    throw new FormatError(`more names than the ${versions.length} CRCs`, { offset: at, field })
  }
  return versions
}

const bufferOf = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
