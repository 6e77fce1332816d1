// SPDX-License-Identifier: GPL-2.0-only
import { type Elf, relocations, sectionNamed } from '../formats/elf/index.js'

/** A section of a module that is a table of records which the kernel's code goes through. */
export interface RecordTable {
  readonly section: string
  /** The kernel's struct, as BTF names it. */
  readonly struct: string
  /** Bytes. */
  readonly size: number
  /** Offsets in the section where an address goes, ascending. */
  readonly addresses: readonly number[]
}

/** Sections and the struct that each is an array of; arch/x86/kernel/module.c, arch/arm64/kernel/module.c, kernel/module/main.c. */
const TABLES: readonly (readonly [section: string, struct: string])[] = [
  ['.altinstructions', 'alt_instr'],
  ['.parainstructions', 'paravirt_patch_site'],
  ['__bug_table', 'bug_entry'],
  ['__ex_table', 'exception_table_entry'],
  ['__jump_table', 'jump_entry'],
  ['.static_call_sites', 'static_call_site'],
  ['.orc_unwind', 'orc_entry'],
  ['__param', 'kernel_param'],
  ['__versions', 'modversion_info'],
  ['__ksymtab', 'kernel_symbol'],
  ['__ksymtab_gpl', 'kernel_symbol'],
]

/** The structs that parts of a module are made of. */
export const MODULE_STRUCTS: readonly string[] = [
  ...new Set(['module', ...TABLES.map(([, struct]) => struct)]),
]

export function recordTables(elf: Elf): readonly RecordTable[] {
  return TABLES.flatMap(([name, struct]) => {
    const section = sectionNamed(elf, name)
    if (section === undefined || section.sh_size === 0) return []
    const addresses = relocations(elf, section).map(({ r_offset }) => Number(r_offset))
    return [{ section: name, struct, size: section.sh_size, addresses: addresses.sort((a, b) => a - b) }]
  })
}
