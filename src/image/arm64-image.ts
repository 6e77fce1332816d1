// SPDX-License-Identifier: GPL-2.0-only
import { FormatError } from '../core/errors.js'
import {
  type Elf,
  EM_AARCH64,
  ET_EXEC,
  type Section,
  SHF_ALLOC,
  SHT_PROGBITS,
  viewOf,
} from '../formats/elf/index.js'
import { imageTables, type Table } from './tables/index.js'

const HEADER_SIZE = 64
const MAGIC_AT = 0x38
/** `ARM\x64`, little-endian. */
const MAGIC = 0x644d5241

/** Whether the bytes begin as an arm64 Image does (Documentation/arch/arm64/booting.rst). */
export const isArm64Image = (bytes: Uint8Array): boolean =>
  bytes.length >= HEADER_SIZE && viewOf(bytes).getUint32(MAGIC_AT, true) === MAGIC

/**
 * An arm64 Image as an ELF file: its memory is what is loaded of vmlinux, byte for byte, in one section that begins at 0, and the
 * sections in it that are known by their looks. Throws FormatError when the file is longer than the memory it claims.
 */
export function readArm64Image(bytes: Uint8Array): Elf {
  const image_size = viewOf(bytes).getBigUint64(16, true)
  if (image_size < BigInt(bytes.length)) {
    const where = { offset: 16, field: 'image_size' }
    throw new FormatError(`${image_size} bytes in memory announced, the file has ${bytes.length}`, where)
  }
  const sections = [
    NULL_SECTION,
    { ...IMAGE_SECTION, sh_size: bytes.length },
    ...imageTables(bytes).map((table, index) => sectionOf(table, index + 2)),
  ]
  return { bytes, header: { ...HEADER, e_shnum: sections.length }, sections }
}

/** Not loaded by itself (SHF_ALLOC): its bytes are part of the first one. */
const sectionOf = ({ name, offset, size }: Table, index: number): Section => ({
  ...NULL_SECTION,
  index,
  name,
  sh_type: SHT_PROGBITS,
  sh_addr: BigInt(offset),
  sh_offset: offset,
  sh_size: size,
})

const HEADER: Elf['header'] = {
  e_type: ET_EXEC,
  e_machine: EM_AARCH64,
  e_entry: 0n,
  e_phoff: 0,
  e_shoff: 0,
  e_flags: 0,
  e_phnum: 0,
  e_shnum: 2,
  e_shstrndx: 0,
}

const NULL_SECTION: Section = {
  index: 0,
  name: '',
  sh_type: 0,
  sh_flags: 0n,
  sh_addr: 0n,
  sh_offset: 0,
  sh_size: 0,
  sh_link: 0,
  sh_info: 0,
  sh_addralign: 0n,
  sh_entsize: 0,
}

const IMAGE_SECTION: Section = {
  ...NULL_SECTION,
  index: 1,
  name: 'Image',
  sh_type: SHT_PROGBITS,
  sh_flags: SHF_ALLOC,
}
