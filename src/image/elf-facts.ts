// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto'
import {
  type Elf,
  EM_AARCH64,
  isUndefined,
  SHF_ALLOC,
  SHF_EXECINSTR,
  SHF_WRITE,
  STB_LOCAL,
  symbols,
} from '../formats/elf/index.js'
import type { Arch, SectionReport, SymbolCounts } from './image-report.js'

/** The facts about any ELF file that reports have in common. */

export function archOf({ header }: Elf): Arch {
  return header.e_machine === EM_AARCH64 ? 'arm64' : 'x86_64'
}

export function sectionReports({ sections }: Elf): readonly SectionReport[] {
  return sections
    .slice(1)
    .map(({ name, sh_size, sh_flags }) => ({ name, size: sh_size, flags: flagLetters(sh_flags) }))
}

export function symbolCounts(elf: Elf): SymbolCounts {
  const all = symbols(elf)
  const undefinedCount = all.filter(isUndefined).length
  const globals = all.filter(symbol => symbol.st_bind !== STB_LOCAL).length
  return {
    total: Math.max(all.length - 1, 0),
    definedGlobals: globals - undefinedCount,
    undefined: undefinedCount,
  }
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

function flagLetters(sh_flags: bigint): string {
  const letters = [
    [SHF_WRITE, 'W'],
    [SHF_ALLOC, 'A'],
    [SHF_EXECINSTR, 'X'],
  ] as const
  return letters.map(([flag, letter]) => ((sh_flags & flag) === 0n ? '' : letter)).join('')
}
