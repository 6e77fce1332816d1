// SPDX-License-Identifier: GPL-2.0-only
import {
  EM_X86_64,
  ET_REL,
  SHT_NOBITS,
  SHT_NULL,
  SHT_PROGBITS,
  SHT_RELA,
  SHT_STRTAB,
  SHT_SYMTAB,
  SHT_SYMTAB_SHNDX,
} from '../constants.js'

export interface SectionSpec {
  readonly name: string
  readonly sh_type?: number
  readonly sh_flags?: bigint
  readonly sh_addr?: bigint
  readonly data?: Uint8Array
  /** Size of a SHT_NOBITS section. */
  readonly sh_size?: number
  readonly relocations?: readonly { r_offset: bigint; r_sym: number; r_type: number; r_addend: bigint }[]
}

export interface SymbolSpec {
  readonly name: string
  readonly st_bind: number
  readonly st_type: number
  /** Index into the spec's sections, or a reserved value. */
  readonly section?: number | { reserved: number }
  readonly st_value: bigint
  readonly st_size: number
}

export interface ElfSpec {
  readonly e_type?: number
  readonly e_machine?: number
  readonly sections?: readonly SectionSpec[]
  /** Null symbol not included; the first has index 1. */
  readonly symbols?: readonly SymbolSpec[]
  /** Puts every symbol's section index into SHT_SYMTAB_SHNDX, and counts into section 0, as for over 65,279 sections. */
  readonly extendedNumbering?: boolean
  /** PT_LOAD segments, each covering the bytes of one of the spec's sections. */
  readonly segments?: readonly { section: number; p_vaddr: bigint }[]
}

interface Laid {
  readonly name: string
  readonly fields: readonly [number, bigint, bigint, number, number, number]
  readonly data: Uint8Array
  readonly size: number
}

/**
 * A small ELF file for tests: null section, the spec's sections in order (so that spec index i is section i + 1),
 * then relocations, symbols and string tables.
 */
export function writeElf(spec: ElfSpec): Uint8Array {
  const own = spec.sections ?? []
  const related = own.flatMap((section, index) => (section.relocations ? [{ section, index }] : []))
  const symtabIndex = 1 + own.length + related.length
  const strtab = strings(spec.symbols?.map(symbol => symbol.name) ?? [])
  const extended = spec.extendedNumbering ?? false
  const laid: Laid[] = [
    { name: '', fields: [SHT_NULL, 0n, 0n, 0, 0, 0], data: new Uint8Array(), size: 0 },
    ...own.map(ownSection),
    ...related.map(({ section, index }) =>
      plain(`.rela${section.name}`, [SHT_RELA, 0x40n, 0n, symtabIndex, index + 1, 24], rela(section)),
    ),
    plain('.symtab', [SHT_SYMTAB, 0n, 0n, symtabIndex + 1, 0, 24], symtab(spec, strtab.at, extended)),
    plain('.strtab', [SHT_STRTAB, 0n, 0n, 0, 0, 0], strtab.bytes),
    ...(extended
      ? [plain('.symtab_shndx', [SHT_SYMTAB_SHNDX, 0n, 0n, symtabIndex, 0, 4], shndxTable(spec))]
      : []),
  ]
  const shstrtab = strings([...laid.map(section => section.name), '.shstrtab'])
  laid.push(plain('.shstrtab', [SHT_STRTAB, 0n, 0n, 0, 0, 0], shstrtab.bytes))
  return assemble(spec, laid, shstrtab.at, extended)
}

function assemble(
  spec: ElfSpec,
  laid: readonly Laid[],
  nameAt: ReadonlyMap<string, number>,
  extended: boolean,
): Uint8Array {
  const segments = spec.segments ?? []
  const offsets: number[] = []
  let end = 64 + segments.length * 56
  for (const { data } of laid) {
    offsets.push(end)
    end = (end + data.length + 7) & ~7
  }
  const bytes = new Uint8Array(end + laid.length * 64)
  const view = new DataView(bytes.buffer)
  bytes.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1])
  view.setUint16(16, spec.e_type ?? ET_REL, true)
  view.setUint16(18, spec.e_machine ?? EM_X86_64, true)
  view.setUint32(20, 1, true)
  view.setBigUint64(32, segments.length === 0 ? 0n : 64n, true)
  view.setBigUint64(40, BigInt(end), true)
  view.setUint16(52, 64, true)
  view.setUint16(54, 56, true)
  view.setUint16(56, extended ? 0xffff : segments.length, true)
  view.setUint16(58, 64, true)
  view.setUint16(60, extended ? 0 : laid.length, true)
  view.setUint16(62, extended ? 0xffff : laid.length - 1, true)
  segments.forEach(({ section, p_vaddr }, index) => {
    const at = 64 + index * 56
    const size = BigInt(laid[section + 1]?.data.length ?? 0)
    view.setUint32(at, 1, true)
    view.setBigUint64(at + 8, BigInt(offsets[section + 1] ?? 0), true)
    view.setBigUint64(at + 16, p_vaddr, true)
    view.setBigUint64(at + 32, size, true)
    view.setBigUint64(at + 40, size, true)
  })
  laid.forEach(({ name, fields, data, size }, index) => {
    bytes.set(data, offsets[index] ?? 0)
    const at = end + index * 64
    const first = extended && index === 0
    view.setUint32(at, nameAt.get(name) ?? 0, true)
    view.setUint32(at + 4, fields[0], true)
    view.setBigUint64(at + 8, fields[1], true)
    view.setBigUint64(at + 16, fields[2], true)
    view.setBigUint64(at + 24, BigInt(offsets[index] ?? 0), true)
    view.setBigUint64(at + 32, BigInt(first ? laid.length : size), true)
    view.setUint32(at + 40, first ? laid.length - 1 : fields[3], true)
    view.setUint32(at + 44, first ? segments.length : fields[4], true)
    view.setBigUint64(at + 48, 1n, true)
    view.setBigUint64(at + 56, BigInt(fields[5]), true)
  })
  return bytes
}

function ownSection({ name, sh_type, sh_flags, sh_addr, data, sh_size }: SectionSpec): Laid {
  const type = sh_type ?? SHT_PROGBITS
  const bytes = type === SHT_NOBITS ? new Uint8Array() : (data ?? new Uint8Array())
  return {
    name,
    fields: [type, sh_flags ?? 0n, sh_addr ?? 0n, 0, 0, 0],
    data: bytes,
    size: sh_size ?? bytes.length,
  }
}

function plain(name: string, fields: Laid['fields'], data: Uint8Array): Laid {
  return { name, fields, data, size: data.length }
}

function rela({ relocations = [] }: SectionSpec): Uint8Array {
  const bytes = new Uint8Array(relocations.length * 24)
  const view = new DataView(bytes.buffer)
  relocations.forEach(({ r_offset, r_sym, r_type, r_addend }, index) => {
    view.setBigUint64(index * 24, r_offset, true)
    view.setUint32(index * 24 + 8, r_type, true)
    view.setUint32(index * 24 + 12, r_sym, true)
    view.setBigInt64(index * 24 + 16, r_addend, true)
  })
  return bytes
}

function symtab(
  { symbols = [] }: ElfSpec,
  nameAt: ReadonlyMap<string, number>,
  extended: boolean,
): Uint8Array {
  const bytes = new Uint8Array((symbols.length + 1) * 24)
  const view = new DataView(bytes.buffer)
  symbols.forEach(({ name, st_bind, st_type, section, st_value, st_size }, index) => {
    const at = (index + 1) * 24
    view.setUint32(at, nameAt.get(name) ?? 0, true)
    view.setUint8(at + 4, (st_bind << 4) | st_type)
    view.setUint16(at + 6, storedIndex(section, extended), true)
    view.setBigUint64(at + 8, st_value, true)
    view.setBigUint64(at + 16, BigInt(st_size), true)
  })
  return bytes
}

function storedIndex(section: SymbolSpec['section'], extended: boolean): number {
  if (section === undefined) return 0
  if (typeof section !== 'number') return section.reserved
  return extended ? 0xffff : section + 1
}

function shndxTable({ symbols = [] }: ElfSpec): Uint8Array {
  const bytes = new Uint8Array((symbols.length + 1) * 4)
  const view = new DataView(bytes.buffer)
  symbols.forEach(({ section }, index) => {
    if (typeof section === 'number') view.setUint32((index + 1) * 4, section + 1, true)
  })
  return bytes
}

function strings(names: readonly string[]): { bytes: Uint8Array; at: ReadonlyMap<string, number> } {
  const at = new Map<string, number>([['', 0]])
  const parts = [Buffer.from([0])]
  let end = 1
  for (const name of names) {
    if (at.has(name)) continue
    at.set(name, end)
    const part = Buffer.from(`${name}\0`)
    parts.push(part)
    end += part.length
  }
  return { bytes: Buffer.concat(parts), at }
}
