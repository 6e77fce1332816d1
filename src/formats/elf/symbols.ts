// SPDX-License-Identifier: GPL-2.0-only
import { checkedNumber } from '../../core/bytes.js'
import { FormatError } from '../../core/errors.js'
import {
  SHN_LORESERVE,
  SHN_UNDEF,
  SHN_XINDEX,
  SHT_SYMTAB,
  SHT_SYMTAB_SHNDX,
  STB_LOCAL,
  SYM_SIZE,
} from './constants.js'
import { type Elf, type Section, sectionData, sectionHeaderOffset, viewOf } from './read-elf.js'
import { readString, stringTable } from './string-table.js'

export interface ElfSymbol {
  /** Place in the symbol table, as relocations name it. */
  readonly index: number
  readonly name: string
  readonly st_bind: number
  readonly st_type: number
  readonly st_visibility: number
  /** As stored: may be SHN_ABS, SHN_COMMON or SHN_XINDEX. */
  readonly st_shndx: number
  /** Index of the section that defines the symbol, SHN_XINDEX resolved; undefined when no section does. */
  readonly section: number | undefined
  /** Offset in its section for ET_REL, an address otherwise. */
  readonly st_value: bigint
  /** Bytes. */
  readonly st_size: number
}

const cache = new WeakMap<Elf, readonly ElfSymbol[]>()

/**
 * The symbols of .symtab, the null symbol at index 0 included; empty when the file is stripped. Read once for each Elf.
 * Throws FormatError when a table or a name lies outside the file.
 */
export function symbols(elf: Elf): readonly ElfSymbol[] {
  const known = cache.get(elf)
  if (known !== undefined) return known
  const symtab = elf.sections.find(section => section.sh_type === SHT_SYMTAB)
  const read = symtab === undefined ? [] : readSymbols(elf, symtab)
  cache.set(elf, read)
  return read
}

/** The symbol of that name: the global or weak one when there is one, otherwise the first local one, or undefined. */
export function symbolNamed(elf: Elf, name: string): ElfSymbol | undefined {
  let known = byName.get(elf)
  if (known === undefined) {
    known = indexByName(symbols(elf))
    byName.set(elf, known)
  }
  return known.get(name)
}

const byName = new WeakMap<Elf, ReadonlyMap<string, ElfSymbol>>()

function indexByName(all: readonly ElfSymbol[]): ReadonlyMap<string, ElfSymbol> {
  const index = new Map<string, ElfSymbol>()
  for (const symbol of all) {
    const known = index.get(symbol.name)
    if (known === undefined || (known.st_bind === STB_LOCAL && symbol.st_bind !== STB_LOCAL)) {
      index.set(symbol.name, symbol)
    }
  }
  return index
}

/** Whether the symbol is a reference that somebody else must define. */
export function isUndefined(symbol: ElfSymbol): boolean {
  return symbol.index !== 0 && symbol.st_shndx === SHN_UNDEF
}

function readSymbols(elf: Elf, symtab: Section): ElfSymbol[] {
  if (symtab.sh_entsize !== SYM_SIZE) {
    throw new FormatError(`${symtab.sh_entsize} is not the size of a symbol (${SYM_SIZE})`, {
      offset: sectionHeaderOffset(elf, symtab) + 56,
      field: 'sh_entsize',
    })
  }
  const strtab = elf.sections[symtab.sh_link]
  if (strtab === undefined) {
    throw new FormatError(`section ${symtab.sh_link} does not exist`, {
      offset: sectionHeaderOffset(elf, symtab) + 40,
      field: 'sh_link',
    })
  }
  const names = stringTable(sectionData(elf, strtab), strtab.sh_offset)
  const view = viewOf(sectionData(elf, symtab))
  const extended = extendedIndices(elf, symtab)
  return Array.from({ length: Math.floor(view.byteLength / SYM_SIZE) }, (_, index) => {
    const at = index * SYM_SIZE
    const st_info = view.getUint8(at + 4)
    const st_shndx = view.getUint16(at + 6, true)
    const where = { offset: symtab.sh_offset + at + 16, field: 'st_size' }
    return {
      index,
      name: readString(names, view.getUint32(at, true), 'st_name'),
      st_bind: st_info >> 4,
      st_type: st_info & 0xf,
      st_visibility: view.getUint8(at + 5) & 3,
      st_shndx,
      section: sectionOf(elf, st_shndx, extended, index, symtab.sh_offset + at + 6),
      st_value: view.getBigUint64(at + 8, true),
      st_size: checkedNumber(view.getBigUint64(at + 16, true), where),
    }
  })
}

function extendedIndices(elf: Elf, symtab: Section): DataView | undefined {
  const table = elf.sections.find(
    ({ sh_type, sh_link }) => sh_type === SHT_SYMTAB_SHNDX && sh_link === symtab.index,
  )
  return table && viewOf(sectionData(elf, table))
}

function sectionOf(
  elf: Elf,
  st_shndx: number,
  extended: DataView | undefined,
  index: number,
  offset: number,
): number | undefined {
  if (st_shndx === SHN_UNDEF) return undefined
  if (st_shndx >= SHN_LORESERVE && st_shndx !== SHN_XINDEX) return undefined
  const real = st_shndx === SHN_XINDEX ? extendedIndex(extended, index, offset) : st_shndx
  if (real >= elf.sections.length) {
    throw new FormatError(`section ${real} does not exist, there are ${elf.sections.length}`, {
      offset,
      field: 'st_shndx',
    })
  }
  return real
}

function extendedIndex(extended: DataView | undefined, index: number, offset: number): number {
  if (extended === undefined || (index + 1) * 4 > extended.byteLength) {
    throw new FormatError('SHN_XINDEX without an entry in SHT_SYMTAB_SHNDX', { offset, field: 'st_shndx' })
  }
  return extended.getUint32(index * 4, true)
}
