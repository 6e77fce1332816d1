// SPDX-License-Identifier: GPL-2.0-only
import { checkedNumber } from '../../core/bytes.js'
import { FormatError } from '../../core/errors.js'
import { PHDR_SIZE, PN_XNUM } from './constants.js'
import { type Elf, viewOf } from './read-elf.js'

export interface ProgramHeader {
  readonly p_type: number
  readonly p_flags: number
  readonly p_offset: number
  readonly p_vaddr: bigint
  readonly p_paddr: bigint
  readonly p_filesz: number
  readonly p_memsz: number
  readonly p_align: bigint
}

/** The program headers; empty for objects and modules. Throws FormatError when the table lies outside the file. */
export function programHeaders({ bytes, header, sections }: Elf): readonly ProgramHeader[] {
  const { e_phoff, e_phnum } = header
  if (e_phoff === 0 || e_phnum === 0) return []
  const count = e_phnum === PN_XNUM ? (sections[0]?.sh_info ?? e_phnum) : e_phnum
  const view = viewOf(bytes)
  if (view.getUint16(54, true) !== PHDR_SIZE) {
    throw new FormatError(`${view.getUint16(54, true)} is not the size of a program header (${PHDR_SIZE})`, {
      offset: 54,
      field: 'e_phentsize',
    })
  }
  if (e_phoff + count * PHDR_SIZE > bytes.length) {
    throw new FormatError(`${count} program headers do not fit the file's ${bytes.length} bytes`, {
      offset: 56,
      field: 'e_phnum',
    })
  }
  return Array.from({ length: count }, (_, index) => {
    const at = e_phoff + index * PHDR_SIZE
    const size = (offset: number, field: string) =>
      checkedNumber(view.getBigUint64(at + offset, true), { offset: at + offset, field })
    return {
      p_type: view.getUint32(at, true),
      p_flags: view.getUint32(at + 4, true),
      p_offset: size(8, 'p_offset'),
      p_vaddr: view.getBigUint64(at + 16, true),
      p_paddr: view.getBigUint64(at + 24, true),
      p_filesz: size(32, 'p_filesz'),
      p_memsz: size(40, 'p_memsz'),
      p_align: view.getBigUint64(at + 48, true),
    }
  })
}
