// SPDX-License-Identifier: GPL-2.0-only

import {
  type Elf,
  isUndefined,
  relocations,
  STB_LOCAL,
  sectionData,
  sectionNamed,
  symbols,
} from '../../../formats/elf/index.js'
import { exportsOf } from '../../../image/index.js'
import { descriptorOf } from '../carried/index.js'
import { INITCALLS } from '../names.js'
import { pointersIn } from './pointers-in.js'

/** What the kernel looks for in a carved module. */
export interface ModulePart {
  readonly abi: number
  /** Bytes of the descriptor. */
  readonly descriptorSize: number
  /** The groups of objects whose initcalls are in it. The initcalls of a group in vmlinux run them. */
  readonly groups: ReadonlySet<string>
  readonly exports: ReadonlySet<string>
  /** Bytes by name of what it defines for all: where redirects can lead to. */
  readonly defined: ReadonlyMap<string, number>
  /** What one of its variables points to, by name, with the offsets in bytes. Throws FormatError when the module is damaged. */
  readonly pointersIn: (variable: string) => ReadonlyMap<string, number>
}

/** Undefined for a module without a valid descriptor. */
export function modulePart(elf: Elf): ModulePart | undefined {
  const descriptor = descriptorOf(elf)
  if (descriptor === undefined || !descriptor.valid) return undefined
  const defined = symbols(elf).filter(symbol => symbol.st_bind !== STB_LOCAL && !isUndefined(symbol))
  return {
    abi: descriptor.abi,
    descriptorSize: descriptor.size,
    groups: new Set(groupsOf(elf)),
    exports: new Set(exportsOf(elf).map(({ name }) => name)),
    defined: new Map(defined.map(({ name, st_size }) => [name, st_size])),
    pointersIn: variable => pointersIn(elf, variable),
  }
}

function groupsOf(elf: Elf): string[] {
  const section = sectionNamed(elf, INITCALLS.section)
  if (section === undefined) return []
  return relocations(elf, section).flatMap(({ r_offset, r_sym, r_addend }) => {
    const symbol = symbols(elf)[r_sym]
    const holder = symbol?.section === undefined ? undefined : elf.sections[symbol.section]
    if (
      Number(r_offset) % INITCALLS.entrySize !== INITCALLS.groupAt ||
      symbol === undefined ||
      holder === undefined
    )
      return []
    const start = Math.max(0, Number(symbol.st_value + r_addend))
    const text = Buffer.from(sectionData(elf, holder).subarray(start, start + 256)).toString('latin1')
    return [text.slice(0, Math.max(0, text.indexOf('\0')))]
  })
}
