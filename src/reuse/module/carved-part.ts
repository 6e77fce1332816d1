// SPDX-License-Identifier: GPL-2.0-only

import { descriptorOf } from '../../features/standalone-crypto/carried/index.js'
import {
  type Elf,
  isUndefined,
  relocations,
  STB_LOCAL,
  sectionData,
  sectionNamed,
  symbols,
} from '../../formats/elf/index.js'
import { pointersIn } from './pointers-in.js'

/** What fips140.ko and the kernel that carries it agree on, besides what modules and kernels agree on. */
export interface CarvedPart {
  readonly abi: number
  /** Bytes of the descriptor. */
  readonly descriptorSize: number
  /** The groups of objects whose initcalls are in it. The initcalls of a group in vmlinux run them. */
  readonly groups: ReadonlySet<string>
  /** Bytes by name of what it defines for all: where redirects can lead to. */
  readonly defined: ReadonlyMap<string, number>
  /** What one of its variables points to, by name, with the offsets in bytes. Throws FormatError when the module is damaged. */
  readonly pointersIn: (variable: string) => ReadonlyMap<string, number>
}

const INITCALLS = '.init.fips140_initcalls'
/** struct fips140_initcall: a function, the name of its group, a level. */
const ENTRY = 24
const GROUP_AT = 8

/** Undefined for a module without a descriptor. */
export function carvedPart(elf: Elf): CarvedPart | undefined {
  const descriptor = descriptorOf(elf)
  if (descriptor === undefined || !descriptor.valid) return undefined
  const defined = symbols(elf).filter(symbol => symbol.st_bind !== STB_LOCAL && !isUndefined(symbol))
  return {
    abi: descriptor.abi,
    descriptorSize: descriptor.size,
    groups: new Set(groupsOf(elf)),
    defined: new Map(defined.map(({ name, st_size }) => [name, st_size])),
    pointersIn: variable => pointersIn(elf, variable),
  }
}

function groupsOf(elf: Elf): string[] {
  const section = sectionNamed(elf, INITCALLS)
  if (section === undefined) return []
  return relocations(elf, section).flatMap(({ r_offset, r_sym, r_addend }) => {
    const symbol = symbols(elf)[r_sym]
    const holder = symbol?.section === undefined ? undefined : elf.sections[symbol.section]
    if (r_offset % BigInt(ENTRY) !== BigInt(GROUP_AT) || symbol === undefined || holder === undefined)
      return []
    const start = Math.max(0, Number(symbol.st_value + r_addend))
    const text = Buffer.from(sectionData(elf, holder).subarray(start, start + 256)).toString('latin1')
    return [text.slice(0, Math.max(0, text.indexOf('\0')))]
  })
}
