// SPDX-License-Identifier: GPL-2.0-only
import { PT_LOAD, SHF_ALLOC, SHT_NOBITS } from './constants.js'
import { programHeaders } from './program-headers.js'
import { type Elf, sectionData } from './read-elf.js'

/**
 * The `size` bytes that are at `address` when a linked file is loaded (a view), found through the section that covers
 * them or else through a PT_LOAD segment; undefined when the file has no bytes for all of that range.
 * Throws FormatError when the section or the segments do not fit the file.
 */
export function bytesAt(elf: Elf, address: bigint, size: number): Uint8Array | undefined {
  const end = address + BigInt(size)
  const covers = (start: bigint, length: number) => start <= address && end <= start + BigInt(length)
  const section = elf.sections.find(
    ({ sh_flags, sh_type, sh_addr, sh_size }) =>
      (sh_flags & SHF_ALLOC) !== 0n && sh_type !== SHT_NOBITS && covers(sh_addr, sh_size),
  )
  if (section !== undefined) {
    const start = Number(address - section.sh_addr)
    return sectionData(elf, section).subarray(start, start + size)
  }
  const segment = programHeaders(elf).find(
    ({ p_type, p_vaddr, p_filesz }) => p_type === PT_LOAD && covers(p_vaddr, p_filesz),
  )
  if (segment === undefined) return undefined
  const start = segment.p_offset + Number(address - segment.p_vaddr)
  return start + size > elf.bytes.length ? undefined : elf.bytes.subarray(start, start + size)
}
