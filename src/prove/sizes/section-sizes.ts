// SPDX-License-Identifier: GPL-2.0-only
import {
  type Elf,
  type Section,
  SHF_ALLOC,
  SHF_EXECINSTR,
  SHF_WRITE,
  SHT_NOBITS,
  symbolNamed,
  symbols,
} from '../../formats/elf/index.js'

/** Bytes of a linked kernel in memory, by what becomes of them. */
export interface SectionSizes {
  readonly text: number
  readonly rodata: number
  readonly data: number
  readonly bss: number
  /** Given back after boot, the embedded module left out. */
  readonly init: number
  /** The embedded module, also given back. */
  readonly embedded: number
}

/**
 * Sums the sections of a vmlinux, each up to the end of its last symbol: some are padded to the size of a huge page,
 * which would hide or exaggerate a difference.
 */
export function sectionSizes(elf: Elf): SectionSizes {
  const start = symbolNamed(elf, '__init_begin')?.st_value
  const end = symbolNamed(elf, '__init_end')?.st_value
  const sizes = { text: 0, rodata: 0, data: 0, bss: 0, init: 0, embedded: 0 }
  const ends = lastEnds(elf)
  for (const section of elf.sections) {
    const { name, sh_flags, sh_type, sh_addr } = section
    if ((sh_flags & SHF_ALLOC) === 0n) continue
    const used = usedSize(section, ends)
    const isInit = start !== undefined && end !== undefined && sh_addr >= start && sh_addr < end
    if (name === '.fips140_embedded') sizes.embedded += section.sh_size
    else if (isInit || name.startsWith('.init')) sizes.init += used
    else if (sh_type === SHT_NOBITS) sizes.bss += used
    else if ((sh_flags & SHF_EXECINSTR) !== 0n) sizes.text += used
    // x86 links .rodata writable, for the sake of what is read-only after init.
    else if ((sh_flags & SHF_WRITE) !== 0n && name !== '.rodata') sizes.data += used
    else sizes.rodata += used
  }
  return sizes
}

/** By section: where the last symbol that has a size ends, as an address. */
function lastEnds(elf: Elf): ReadonlyMap<number, bigint> {
  const ends = new Map<number, bigint>()
  for (const { section, st_value, st_size } of symbols(elf)) {
    if (section === undefined || st_size === 0) continue
    const end = st_value + BigInt(st_size)
    if (end > (ends.get(section) ?? 0n)) ends.set(section, end)
  }
  return ends
}

const PADDED = /^\.(?:text|bss)$/

function usedSize({ index, name, sh_addr, sh_size }: Section, ends: ReadonlyMap<number, bigint>): number {
  const end = ends.get(index)
  if (end === undefined || end < sh_addr || !PADDED.test(name)) return sh_size
  return Math.min(sh_size, Number(end - sh_addr))
}
