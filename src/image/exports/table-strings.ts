// SPDX-License-Identifier: GPL-2.0-only
import { FormatError } from '../../core/errors.js'
import {
  bytesAt,
  type Elf,
  ET_REL,
  R_AARCH64_ABS64,
  R_X86_64_64,
  relocations,
  type Section,
  sectionData,
  sectionNamed,
  symbols,
} from '../../formats/elf/index.js'

/** The strings that a table of struct kernel_symbol points to. */
export interface TableStrings {
  readonly count: number
  readonly name: (index: number) => string
  /** Empty when the symbol is in none. */
  readonly namespace: (index: number) => string
}

/** How struct kernel_symbol stores value, name and namespace; bytes. */
interface Layout {
  readonly entry: number
  readonly name: number
  readonly namespace: number
}

/** With CONFIG_HAVE_ARCH_PREL32_RELOCATIONS: three 32-bit offsets, each from its own place. */
const PREL32: Layout = { entry: 12, name: 4, namespace: 8 }
/** Without: three addresses. */
const ABSOLUTE: Layout = { entry: 24, name: 8, namespace: 16 }
/** Far beyond KSYM_NAME_LEN. */
const MAX_STRING = 1024

/** Reads a `__ksymtab` section; what it gives throws FormatError when an entry points to nowhere. */
export function stringsOf(elf: Elf, table: Section): TableStrings {
  const { layout, string } =
    elf.header.e_type === ET_REL ? relocatedStrings(elf, table) : linkedStrings(elf, table)
  return {
    count: Math.floor(table.sh_size / layout.entry),
    name: index => string(index * layout.entry + layout.name),
    namespace: index => string(index * layout.entry + layout.namespace),
  }
}

/** The C string at the start of the bytes; `table` and `at` are what is named when there is none. */
export function cString(bytes: Uint8Array, table: Section, at: number): string {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, MAX_STRING))
  const end = head.indexOf(0)
  if (end < 0) throw nowhere(table, at)
  return head.toString('latin1', 0, end)
}

interface Strings {
  readonly layout: Layout
  /** The string that the field at this offset of the table points to. */
  readonly string: (at: number) => string
}

/** In an object the pointers are still relocations, whose type tells the layout. */
function relocatedStrings(elf: Elf, table: Section): Strings {
  const all = relocations(elf, table)
  const absolute = [R_X86_64_64, R_AARCH64_ABS64]
  const layout = all.some(({ r_type }) => absolute.includes(r_type)) ? ABSOLUTE : PREL32
  const byOffset = new Map(all.map(relocation => [Number(relocation.r_offset), relocation]))
  const string = (at: number) => {
    const relocation = byOffset.get(at)
    // An absolute null pointer: no namespace.
    if (relocation === undefined && layout === ABSOLUTE && at % ABSOLUTE.entry === ABSOLUTE.namespace)
      return ''
    const symbol = relocation && symbols(elf)[relocation.r_sym]
    const section = symbol?.section === undefined ? undefined : elf.sections[symbol.section]
    if (relocation === undefined || symbol === undefined || section === undefined) throw nowhere(table, at)
    const start = Number(symbol.st_value + relocation.r_addend)
    return cString(sectionData(elf, section).subarray(Math.max(start, 0)), table, at)
  }
  return { layout, string }
}

function linkedStrings(elf: Elf, table: Section): Strings {
  const data = sectionData(elf, table)
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength)
  const strings = sectionNamed(elf, '__ksymtab_strings')
  const inStrings = (address: bigint) =>
    strings && address >= strings.sh_addr && address < strings.sh_addr + BigInt(strings.sh_size)
  const relative = (at: number) => table.sh_addr + BigInt(at) + BigInt(view.getInt32(at, true))
  const absolute = (at: number) => view.getBigUint64(at, true)
  const isAbsolute =
    data.length >= ABSOLUTE.entry && !inStrings(relative(PREL32.name)) && inStrings(absolute(ABSOLUTE.name))
  const addressAt = isAbsolute ? absolute : relative
  const string = (at: number) => {
    const address = addressAt(at)
    if (isAbsolute && address === 0n) return ''
    const bytes =
      strings && inStrings(address)
        ? sectionData(elf, strings).subarray(Number(address - strings.sh_addr))
        : (bytesAt(elf, address, MAX_STRING) ?? bytesAt(elf, address, 1))
    if (bytes === undefined) throw nowhere(table, at)
    return cString(bytes, table, at)
  }
  return { layout: isAbsolute ? ABSOLUTE : PREL32, string }
}

function nowhere(table: Section, at: number): FormatError {
  return new FormatError('does not point to a string', { offset: table.sh_offset + at, field: table.name })
}
