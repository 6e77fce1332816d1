// SPDX-License-Identifier: GPL-2.0-only
import { FormatError } from '../../core/errors.js'
import { RELA_SIZE, SHT_REL, SHT_RELA } from './constants.js'
import { type Elf, type Section, sectionData, sectionHeaderOffset, viewOf } from './read-elf.js'

export interface Relocation {
  /** Offset in the section for ET_REL, an address otherwise. */
  readonly r_offset: bigint
  /** Index in the symbol table, as `ElfSymbol.index`. */
  readonly r_sym: number
  readonly r_type: number
  readonly r_addend: bigint
}

/**
 * The relocations to be applied to a section, in the file's order; empty when there are none.
 * Throws FormatError for a table outside the file, a second table, or one without addends (neither of our machines has them).
 */
export function relocations(elf: Elf, section: Section): readonly Relocation[] {
  const [table, second] = tablesOf(elf).get(section.index) ?? []
  if (table === undefined) return []
  const refuse = (problem: string, at: Section) =>
    new FormatError(problem, { offset: sectionHeaderOffset(elf, at) + 4, field: 'sh_type' })
  if (second !== undefined) throw refuse(`a second relocation table for ${section.name}`, second)
  if (table.sh_type === SHT_REL) throw refuse(`${table.name} is SHT_REL, not SHT_RELA`, table)
  return relocationTable(elf, table)
}

const tables = new WeakMap<Elf, ReadonlyMap<number, readonly Section[]>>()

/** The tables of relocations by the section that they are for. */
function tablesOf(elf: Elf): ReadonlyMap<number, readonly Section[]> {
  const known = tables.get(elf)
  if (known !== undefined) return known
  const found = new Map<number, Section[]>()
  for (const section of elf.sections) {
    if (section.sh_type !== SHT_RELA && section.sh_type !== SHT_REL) continue
    const others = found.get(section.sh_info)
    if (others === undefined) found.set(section.sh_info, [section])
    else others.push(section)
  }
  tables.set(elf, found)
  return found
}

/** The entries of one SHT_RELA section, such as `.rela.dyn`; throws FormatError when it is not one or lies outside the file. */
export function relocationTable(elf: Elf, rela: Section): readonly Relocation[] {
  if (rela.sh_type !== SHT_RELA || rela.sh_entsize !== RELA_SIZE) {
    throw new FormatError(`${rela.name} is not a table of relocations with addends`, {
      offset: sectionHeaderOffset(elf, rela) + 4,
      field: 'sh_type',
    })
  }
  const view = viewOf(sectionData(elf, rela))
  return Array.from({ length: Math.floor(view.byteLength / RELA_SIZE) }, (_, index) => {
    const at = index * RELA_SIZE
    return {
      r_offset: view.getBigUint64(at, true),
      r_sym: view.getUint32(at + 12, true),
      r_type: view.getUint32(at + 8, true),
      r_addend: view.getBigInt64(at + 16, true),
    }
  })
}
