// SPDX-License-Identifier: GPL-2.0-only
import { type Elf, EM_X86_64, relocations, type Section, sectionData, symbols } from '../formats/elf/index.js'

/** A static branch: where it is in its section, and how many bytes it has. */
export interface JumpSite {
  readonly offset: number
  readonly length: number
}

/** struct jump_entry: where the code is, where it goes, and its key, which takes 8 bytes. */
const ENTRY = 16

/**
 * The static branches of an object in a section of code: those of which objtool has made a no-op (Linux kernel commit
 * 6d37b83c5d79 ("objtool: Rewrite jump_label instructions")) were a jump when the compiler was done. x86_64 only.
 */
export function jumpSites(elf: Elf, section: Section): readonly JumpSite[] {
  if (elf.header.e_machine !== EM_X86_64) return []
  const code = sectionData(elf, section)
  return (offsetsIn(elf).get(section.index) ?? []).flatMap(offset => {
    const length = lengthOf(code.subarray(offset, offset + 5))
    return length === undefined ? [] : [{ offset, length }]
  })
}

const offsets = new WeakMap<Elf, ReadonlyMap<number, readonly number[]>>()

/** Where the tables of an object say that code is, by the index of its section. */
function offsetsIn(elf: Elf): ReadonlyMap<number, readonly number[]> {
  const known = offsets.get(elf)
  if (known !== undefined) return known
  const found = new Map<number, number[]>()
  for (const table of elf.sections.filter(({ name }) => name === '__jump_table')) {
    for (const { r_offset, r_sym, r_addend } of relocations(elf, table)) {
      const symbol = symbols(elf)[r_sym]
      if (Number(r_offset) % ENTRY !== 0 || symbol?.section === undefined) continue
      const offset = Number(symbol.st_value) + Number(r_addend)
      const others = found.get(symbol.section)
      if (others === undefined) found.set(symbol.section, [offset])
      else others.push(offset)
    }
  }
  offsets.set(elf, found)
  return found
}

/** The jumps and no-ops that a static branch may be. */
function lengthOf(code: Uint8Array): number | undefined {
  const bytes = Buffer.from(code).toString('hex')
  if (/^(?:eb|6690)/.test(bytes)) return 2
  return /^(?:e9|0f1f440000)/.test(bytes) ? 5 : undefined
}
