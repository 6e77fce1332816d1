// SPDX-License-Identifier: GPL-2.0-only
import { EHDR_SIZE, type Elf, SHT_NOBITS } from '../formats/elf/index.js'

const MARKER = '~Module signature appended~\n'
/** struct module_signature of include/linux/module_signature.h. */
const SIGNATURE_HEADER = 12
/** A signature is one to a few kilobytes. */
const MAX_SIGNATURE = 1 << 16

/** Bytes that the ELF file takes of `elf.bytes`, which may go on behind it; the header at least. */
export function elfExtent({ header, sections }: Elf): number {
  const table = Math.max(EHDR_SIZE, header.e_shoff + header.e_shnum * 64)
  return sections.reduce(
    (end, { sh_type, sh_offset, sh_size }) =>
      sh_type === SHT_NOBITS ? end : Math.max(end, sh_offset + sh_size),
    table,
  )
}

/** Bytes of the appended signature with its marker; 0 when the module is not signed. */
export function signatureSize(elf: Elf): number {
  const start = elfExtent(elf)
  const { buffer, byteOffset, length } = elf.bytes.subarray(start, start + MAX_SIGNATURE)
  const tail = Buffer.from(buffer, byteOffset, length)
  const marker = tail.indexOf(MARKER, 0, 'latin1')
  if (marker < SIGNATURE_HEADER) return 0
  const header = tail.subarray(marker - SIGNATURE_HEADER, marker)
  const claimed = header.readUInt8(3) + header.readUInt8(4) + header.readUInt32BE(8)
  return claimed + SIGNATURE_HEADER === marker ? marker + MARKER.length : 0
}
