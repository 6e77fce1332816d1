// SPDX-License-Identifier: GPL-2.0-only
import { FormatError } from '../core/errors.js'

const MZ = 0x5a4d
const PE = 0x4550
const LINUX = '.linux'
/** Bytes of a section header of PE. */
const SECTION_SIZE = 40

/**
 * The kernel in a unified kernel image (UAPI group's specification): section .linux of a PE file, a view. Undefined for any other
 * file, and so for kernels that are PE files themselves. Throws FormatError when the section does not fit the file.
 */
export function kernelOfUki(bytes: Uint8Array): Uint8Array | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < 0x40 || view.getUint16(0, true) !== MZ) return undefined
  const header = view.getUint32(0x3c, true)
  if (header > bytes.length - 24 || view.getUint32(header, true) !== PE) return undefined
  const count = view.getUint16(header + 6, true)
  const table = header + 24 + view.getUint16(header + 20, true)
  const name = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let index = 0; index < count; index++) {
    const at = table + index * SECTION_SIZE
    if (at > bytes.length - SECTION_SIZE) return undefined
    if (name.toString('latin1', at, at + 8).replace(/\0+$/, '') !== LINUX) continue
    // What is in memory, less the padding to the file's alignment.
    const size = Math.min(view.getUint32(at + 8, true), view.getUint32(at + 16, true))
    const start = view.getUint32(at + 20, true)
    if (start + size > bytes.length) {
      throw new FormatError(`${LINUX} ends at ${start + size}, the file at ${bytes.length}`, {
        offset: at + 20,
        field: 'PointerToRawData',
      })
    }
    return bytes.subarray(start, start + size)
  }
  return undefined
}
