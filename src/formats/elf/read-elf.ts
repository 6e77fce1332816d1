// SPDX-License-Identifier: GPL-2.0-only
import { checkedNumber } from '../../core/bytes.js'
import { FormatError } from '../../core/errors.js'
import {
  EHDR_SIZE,
  ELFCLASS64,
  ELFDATA2LSB,
  EM_AARCH64,
  EM_X86_64,
  EV_CURRENT,
  SHDR_SIZE,
  SHN_XINDEX,
  SHT_NOBITS,
} from './constants.js'
import { readString, stringTable } from './string-table.js'

/** The file header, without the fields that have only one legal value here. */
export interface ElfHeader {
  readonly e_type: number
  readonly e_machine: number
  readonly e_entry: bigint
  readonly e_phoff: number
  readonly e_shoff: number
  readonly e_flags: number
  /** As stored: PN_XNUM sends to sh_info of section 0. */
  readonly e_phnum: number
  /** The real count, also when it did not fit the header. */
  readonly e_shnum: number
  /** The real index, also when it did not fit the header; 0 when there are no section names. */
  readonly e_shstrndx: number
}

export interface Section {
  readonly index: number
  readonly name: string
  readonly sh_type: number
  readonly sh_flags: bigint
  readonly sh_addr: bigint
  readonly sh_offset: number
  readonly sh_size: number
  readonly sh_link: number
  readonly sh_info: number
  readonly sh_addralign: bigint
  readonly sh_entsize: number
}

/** An ELF file of which header and section headers have been read; symbols and the like are read when asked for. */
export interface Elf {
  readonly bytes: Uint8Array
  readonly header: ElfHeader
  readonly sections: readonly Section[]
}

const MAGIC = 0x464c457f

/** Whether the bytes begin like an ELF file of any kind. */
export function isElf(bytes: Uint8Array): boolean {
  return bytes.length >= 4 && viewOf(bytes).getUint32(0, true) === MAGIC
}

/**
 * Reads header and section headers of a little-endian ELF64 file for x86_64 or aarch64. The bytes are kept, not copied.
 * Throws FormatError when they are another kind of file, or when a table lies outside of them.
 */
export function readElf(bytes: Uint8Array): Elf {
  const view = viewOf(bytes)
  checkIdent(bytes, view)
  const e_shoff = checkedNumber(view.getBigUint64(40, true), { offset: 40, field: 'e_shoff' })
  const first = e_shoff === 0 ? undefined : firstSection(view, e_shoff)
  const e_shnum = first === undefined ? 0 : view.getUint16(60, true) || first.sh_size
  const stored = view.getUint16(62, true)
  const e_shstrndx = first !== undefined && stored === SHN_XINDEX ? first.sh_link : stored
  const header: ElfHeader = {
    e_type: view.getUint16(16, true),
    e_machine: view.getUint16(18, true),
    e_entry: view.getBigUint64(24, true),
    e_phoff: checkedNumber(view.getBigUint64(32, true), { offset: 32, field: 'e_phoff' }),
    e_shoff,
    e_flags: view.getUint32(48, true),
    e_phnum: view.getUint16(56, true),
    e_shnum,
    e_shstrndx,
  }
  if (e_shnum > (bytes.length - e_shoff) / SHDR_SIZE) {
    throw new FormatError(`${e_shnum} section headers do not fit the file's ${bytes.length} bytes`, {
      offset: 60,
      field: 'e_shnum',
    })
  }
  return { bytes, header, sections: readSections(bytes, view, header) }
}

/** The first section of that name, or undefined. */
export function sectionNamed({ sections }: Elf, name: string): Section | undefined {
  let known = byName.get(sections)
  if (known === undefined) {
    known = new Map(sections.toReversed().map(section => [section.name, section]))
    byName.set(sections, known)
  }
  return known.get(name)
}

const byName = new WeakMap<readonly Section[], ReadonlyMap<string, Section>>()

/**
 * A section's bytes as they stand in the file (a view, not a copy); empty for SHT_NOBITS.
 * Throws FormatError when they lie outside the file.
 */
export function sectionData(elf: Elf, section: Section): Uint8Array {
  return sectionBytes(elf.bytes, elf.header.e_shoff, section)
}

/** Offset in the file of a section's header, for errors. */
export function sectionHeaderOffset(elf: Elf, section: Section): number {
  return elf.header.e_shoff + section.index * SHDR_SIZE
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

function checkIdent(bytes: Uint8Array, view: DataView): void {
  if (!isElf(bytes)) throw new FormatError('not an ELF file', { offset: 0, field: 'e_ident' })
  if (bytes.length < EHDR_SIZE) {
    throw new FormatError(`the file ends after ${bytes.length} bytes, inside the header`, {
      offset: bytes.length,
      field: 'Elf64_Ehdr',
    })
  }
  const expect = (field: string, offset: number, value: number, allowed: readonly number[], what: string) => {
    if (!allowed.includes(value)) throw new FormatError(`${value} is not ${what}`, { offset, field })
  }
  expect('EI_CLASS', 4, view.getUint8(4), [ELFCLASS64], '64-bit (2)')
  expect('EI_DATA', 5, view.getUint8(5), [ELFDATA2LSB], 'little-endian (1)')
  expect('EI_VERSION', 6, view.getUint8(6), [EV_CURRENT], 'the current version (1)')
  expect('e_machine', 18, view.getUint16(18, true), [EM_X86_64, EM_AARCH64], 'x86_64 (62) or aarch64 (183)')
  if (view.getBigUint64(40, true) !== 0n) {
    expect(
      'e_shentsize',
      58,
      view.getUint16(58, true),
      [SHDR_SIZE],
      `the size of a section header (${SHDR_SIZE})`,
    )
  }
}

/** Section 0, where counts stand that do not fit the header. */
function firstSection(view: DataView, e_shoff: number): { sh_size: number; sh_link: number } {
  if (e_shoff > view.byteLength - SHDR_SIZE) {
    throw new FormatError(`${e_shoff} is beyond the file's ${view.byteLength} bytes`, {
      offset: 40,
      field: 'e_shoff',
    })
  }
  return {
    sh_size: checkedNumber(view.getBigUint64(e_shoff + 32, true), { offset: e_shoff + 32, field: 'sh_size' }),
    sh_link: view.getUint32(e_shoff + 40, true),
  }
}

function readSections(
  bytes: Uint8Array,
  view: DataView,
  { e_shoff, e_shnum, e_shstrndx }: ElfHeader,
): Section[] {
  const raw = Array.from({ length: e_shnum }, (_, index) => readSection(view, e_shoff, index))
  checkTotal(raw, bytes.length, e_shoff)
  if (e_shstrndx === 0 || e_shnum === 0) return raw.map(({ section }) => section)
  const shstrtab = raw[e_shstrndx]?.section
  if (shstrtab === undefined) {
    throw new FormatError(`section ${e_shstrndx} does not exist, there are ${e_shnum}`, {
      offset: 62,
      field: 'e_shstrndx',
    })
  }
  const names = stringTable(sectionBytes(bytes, e_shoff, shstrtab), shstrtab.sh_offset)
  return raw.map(({ section, sh_name }) => ({ ...section, name: readString(names, sh_name, 'sh_name') }))
}

/** Real files hold each byte once; sections that share bytes could make readers do work out of all proportion to the file. */
function checkTotal(raw: readonly { section: Section }[], fileSize: number, e_shoff: number): void {
  const total = raw
    .slice(1)
    .reduce((sum, { section }) => sum + (section.sh_type === SHT_NOBITS ? 0 : section.sh_size), 0)
  if (total > fileSize) {
    throw new FormatError(`the sections take ${total} bytes, the file has ${fileSize}`, {
      offset: e_shoff,
      field: 'sh_size',
    })
  }
}

function readSection(view: DataView, e_shoff: number, index: number): { section: Section; sh_name: number } {
  const at = e_shoff + index * SHDR_SIZE
  const size = (offset: number, field: string) =>
    checkedNumber(view.getBigUint64(at + offset, true), { offset: at + offset, field })
  const section: Section = {
    index,
    name: '',
    sh_type: view.getUint32(at + 4, true),
    sh_flags: view.getBigUint64(at + 8, true),
    sh_addr: view.getBigUint64(at + 16, true),
    sh_offset: size(24, 'sh_offset'),
    sh_size: size(32, 'sh_size'),
    sh_link: view.getUint32(at + 40, true),
    sh_info: view.getUint32(at + 44, true),
    sh_addralign: view.getBigUint64(at + 48, true),
    sh_entsize: size(56, 'sh_entsize'),
  }
  return { section, sh_name: view.getUint32(at, true) }
}

function sectionBytes(bytes: Uint8Array, e_shoff: number, section: Section): Uint8Array {
  if (section.sh_type === SHT_NOBITS) return bytes.subarray(0, 0)
  const end = section.sh_offset + section.sh_size
  if (end > bytes.length) {
    const what = section.name === '' ? `section ${section.index}` : section.name
    throw new FormatError(`${what} ends at ${end}, the file at ${bytes.length}`, {
      offset: e_shoff + section.index * SHDR_SIZE + 24,
      field: 'sh_offset',
    })
  }
  return bytes.subarray(section.sh_offset, end)
}
