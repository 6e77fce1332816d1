// SPDX-License-Identifier: GPL-2.0-only
import { EHDR_SIZE, SHDR_SIZE, SHT_NOBITS, SHT_NULL } from './constants.js'
import { type Elf, type Section, sectionData, viewOf } from './read-elf.js'

/**
 * A relocatable file without the bytes of its debugging information (DWARF, and what relocates it), as `strip --strip-debug`
 * makes it, but for one thing: headers of the sections stay, as SHT_NOBITS of no size, so that indices of sections still hold.
 * Throws FormatError when a section does not fit the file.
 */
export function stripDebug(elf: Elf): Uint8Array {
  const kept = elf.sections
    .filter(section => !isDebug(section) && ![SHT_NULL, SHT_NOBITS].includes(section.sh_type))
    .sort((a, b) => a.sh_offset - b.sh_offset)
  let end = EHDR_SIZE
  const places = new Map<number, number>()
  for (const section of kept) {
    const at = alignUp(end, Math.max(1, Number(section.sh_addralign)))
    places.set(section.index, at)
    end = at + section.sh_size
  }
  const headers = alignUp(end, 8)
  const bytes = new Uint8Array(headers + elf.sections.length * SHDR_SIZE)
  bytes.set(elf.bytes.subarray(0, EHDR_SIZE))
  for (const section of kept) bytes.set(sectionData(elf, section), places.get(section.index))
  const { e_shoff } = elf.header
  bytes.set(elf.bytes.subarray(e_shoff, e_shoff + elf.sections.length * SHDR_SIZE), headers)
  const view = viewOf(bytes)
  view.setBigUint64(40, BigInt(headers), true)
  for (const section of elf.sections) {
    const header = headers + section.index * SHDR_SIZE
    const place = places.get(section.index)
    if (place !== undefined) view.setBigUint64(header + 24, BigInt(place), true)
    if (!isDebug(section)) continue
    view.setUint32(header + 4, SHT_NOBITS, true)
    view.setBigUint64(header + 24, BigInt(headers), true)
    view.setBigUint64(header + 32, 0n, true)
  }
  return bytes
}

const isDebug = ({ name }: Section) => /^(?:\.rela)?\.debug_/.test(name)

const alignUp = (offset: number, to: number) => Math.ceil(offset / to) * to
