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
} from '../../../../formats/elf/index.js'
import { EMBEDDED } from '../../names.js'

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
 * Sums the sections of a vmlinux, padding left out: up to the size of a huge page, it would hide or exaggerate a
 * difference.
 */
export function sectionSizes(elf: Elf): SectionSizes {
  const start = symbolNamed(elf, '__init_begin')?.st_value
  const end = symbolNamed(elf, '__init_end')?.st_value
  const sizes = { text: 0, rodata: 0, data: 0, bss: 0, init: 0, embedded: 0 }
  const covered = coveredSizes(elf)
  for (const section of elf.sections) {
    const { name, sh_flags, sh_type, sh_addr } = section
    if ((sh_flags & SHF_ALLOC) === 0n) continue
    const used = usedSize(section, covered)
    const isInit = start !== undefined && end !== undefined && sh_addr >= start && sh_addr < end
    if (name === EMBEDDED.section) sizes.embedded += section.sh_size
    else if (isInit || name.startsWith('.init')) sizes.init += used
    else if (sh_type === SHT_NOBITS) sizes.bss += used
    else if ((sh_flags & SHF_EXECINSTR) !== 0n) sizes.text += used
    // x86 links .rodata writable, for the sake of what is read-only after init.
    else if ((sh_flags & SHF_WRITE) !== 0n && name !== '.rodata') sizes.data += used
    else sizes.rodata += used
  }
  return sizes
}

/** x86 aligns within .text, and at its end, to the size of a huge page; bss likewise. */
const PADDED = /^\.(?:text|bss)$/
/** No gap between two functions or variables is as large. */
const PADDING = 4096

/** By section: the bytes that symbols cover, with the small gaps between them; undefined without symbols. */
function coveredSizes(elf: Elf): ReadonlyMap<number, number> {
  const extents = symbols(elf)
    .filter(({ section, st_size }) => section !== undefined && st_size > 0)
    .map(({ section = 0, st_value, st_size }) => ({ section, start: Number(st_value & MASK), size: st_size }))
    .sort((a, b) => a.section - b.section || a.start - b.start)
  const covered = new Map<number, number>()
  let [current, end] = [-1, 0]
  for (const { section, start, size } of extents) {
    if (section !== current) {
      current = section
      end = start
    }
    const gap = start - end
    const more = Math.max(0, start + size - end)
    covered.set(section, (covered.get(section) ?? 0) + (gap > PADDING ? size : more))
    end = Math.max(end, start + size)
  }
  return covered
}

/** Addresses of kernels differ in the lower half only, which a number holds exactly. */
const MASK = 0xffffffffffffn

const usedSize = ({ index, name, sh_size }: Section, covered: ReadonlyMap<number, number>): number =>
  PADDED.test(name) ? Math.min(sh_size, covered.get(index) ?? sh_size) : sh_size
