// SPDX-License-Identifier: GPL-2.0-only
import { FormatError } from '../core/errors.js'
import {
  bytesAt,
  type Elf,
  ET_REL,
  relocations,
  type Section,
  sectionData,
  symbols,
} from '../formats/elf/index.js'

export interface Export {
  readonly name: string
  readonly gpl: boolean
  /** Empty when it is in none. */
  readonly namespace: string
}

/** struct kernel_symbol with CONFIG_HAVE_ARCH_PREL32_RELOCATIONS, which both architectures have: three 32-bit offsets. */
const ENTRY = 12
const NAME_AT = 4
const NAMESPACE_AT = 8
/** Far beyond KSYM_NAME_LEN. */
const MAX_STRING = 1024
const MARK = '__export_symbol_'

/**
 * The symbols that a vmlinux, a module, or an object before modpost exports, sorted by name.
 * Throws FormatError when the tables point to nowhere.
 */
export function exportsOf(elf: Elf): readonly Export[] {
  const tables = elf.sections.filter(({ name }) => /^__ksymtab(?:_gpl)?$|^___ksymtab(?:_gpl)?\+/.test(name))
  const found = tables.length > 0 ? tables.flatMap(table => fromTable(elf, table)) : fromMarks(elf)
  return found.sort((a, b) => (a.name < b.name ? -1 : 1))
}

function fromTable(elf: Elf, table: Section): Export[] {
  const data = sectionData(elf, table)
  const string = elf.header.e_type === ET_REL ? relocatedStrings(elf, table) : linkedStrings(elf, table, data)
  const gpl = /^_{2,3}ksymtab_gpl/.test(table.name)
  return Array.from({ length: Math.floor(data.length / ENTRY) }, (_, index) => ({
    name: string(index * ENTRY + NAME_AT),
    gpl,
    namespace: string(index * ENTRY + NAMESPACE_AT),
  }))
}

/** In an object the offsets are still relocations. */
function relocatedStrings(elf: Elf, table: Section): (at: number) => string {
  const byOffset = new Map(
    relocations(elf, table).map(relocation => [Number(relocation.r_offset), relocation]),
  )
  return at => {
    const relocation = byOffset.get(at)
    const symbol = relocation && symbols(elf)[relocation.r_sym]
    const section = symbol?.section === undefined ? undefined : elf.sections[symbol.section]
    if (relocation === undefined || symbol === undefined || section === undefined) throw nowhere(table, at)
    const start = Number(symbol.st_value + relocation.r_addend)
    return cString(sectionData(elf, section).subarray(Math.max(start, 0)), table, at)
  }
}

/** In a linked file each offset counts from its own place. */
function linkedStrings(elf: Elf, table: Section, data: Uint8Array): (at: number) => string {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength)
  const strings = elf.sections.find(({ name }) => name === '__ksymtab_strings')
  return at => {
    const address = table.sh_addr + BigInt(at) + BigInt(view.getInt32(at, true))
    const inTable =
      strings && address >= strings.sh_addr && address < strings.sh_addr + BigInt(strings.sh_size)
    const bytes = inTable
      ? sectionData(elf, strings).subarray(Number(address - strings.sh_addr))
      : (bytesAt(elf, address, MAX_STRING) ?? bytesAt(elf, address, 1))
    if (bytes === undefined) throw nowhere(table, at)
    return cString(bytes, table, at)
  }
}

/** Before modpost: EXPORT_SYMBOL of include/linux/export.h leaves a symbol that marks licence and namespace. */
function fromMarks(elf: Elf): Export[] {
  return symbols(elf).flatMap(({ name, section, st_value }) => {
    const holder = section === undefined ? undefined : elf.sections[section]
    if (!name.startsWith(MARK) || holder === undefined) return []
    const data = sectionData(elf, holder).subarray(Math.min(Number(st_value), holder.sh_size))
    const license = cString(data, holder, Number(st_value))
    const namespace = cString(data.subarray(license.length + 1), holder, Number(st_value))
    return [{ name: name.slice(MARK.length), gpl: license === 'GPL', namespace }]
  })
}

function cString(bytes: Uint8Array, table: Section, at: number): string {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, MAX_STRING))
  const end = head.indexOf(0)
  if (end < 0) throw nowhere(table, at)
  return head.toString('latin1', 0, end)
}

function nowhere(table: Section, at: number): FormatError {
  return new FormatError('does not point to a string', { offset: table.sh_offset + at, field: table.name })
}
