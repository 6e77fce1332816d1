// SPDX-License-Identifier: GPL-2.0-only
import {
  type Elf,
  isUndefined,
  type Relocation,
  relocations,
  type Section,
  SHF_ALLOC,
  SHF_EXECINSTR,
  SHT_NOBITS,
  sectionData,
  symbols,
} from '../formats/elf/index.js'
import { changedFunctions } from './changed-functions.js'
import { type JumpSite, jumpSites } from './jump-sites.js'

/** What modpost and the linker write per kernel (release, CRCs, build id), which is judged by itself, or drop. */
const PER_KERNEL = /^(?:\.discard\..*|\.modinfo|__versions|__version_ext_\w+|__kcrctab.*|\.note\..*)$/
/** Tables of places in the code; they follow from the code. */
const FOLLOWS =
  /^(?:\.orc_.*|\.return_sites|\.retpoline_sites|\.call_sites|\.ibt_endbr_seal|__mcount_loc|__patchable_.*|___ksymtab.*|\.export_symbol|\.smp_locks|__bug_table|__ex_table|__jump_table|\.altinstructions)$/

/**
 * Compares the code, data and relocations of two objects. The same sources, compiled for two kernels, give equal objects unless
 * something that the compiler read from the kernels differs for them. Returns what differs: functions, those whose size changed
 * first, and sections. With `addedByTools` the second object has been through objtool, which adds sections and turns disabled
 * static branches into no-ops.
 */
export function compareCompiled(ours: Elf, theirs: Elf, { addedByTools = false } = {}): readonly string[] {
  const [left, right] = [loadedSections(ours), loadedSections(theirs)]
  const names = addedByTools ? [...left.keys()] : [...new Set([...left.keys(), ...right.keys()])]
  const different = names.filter(name => {
    const [a, b] = [left.get(name), right.get(name)]
    return a === undefined || b === undefined || !areSame(ours, a, theirs, b, addedByTools)
  })
  if (different.length === 0) return []
  const isCode = (name: string) => ((left.get(name)?.sh_flags ?? 0n) & SHF_EXECINSTR) !== 0n
  const functions = different.some(isCode) ? changedFunctions(ours, theirs) : []
  const sections =
    functions.length === 0 ? different : different.filter(name => !isCode(name) && !FOLLOWS.test(name))
  return [...functions.map(name => `${name}()`), ...sections]
}

/** A symbol that the first object refers to, and what the second has in its place. */
export interface OtherSymbol {
  readonly from: string
  readonly to: string
}

/**
 * The symbols of others that two objects refer to in the same places by different names, when that is all that they differ in; undefined when it is
 * not, or when they are the same.
 */
export function otherSymbols(ours: Elf, theirs: Elf): readonly OtherSymbol[] | undefined {
  const [left, right] = [loadedSections(ours), loadedSections(theirs)]
  if (left.size !== right.size) return undefined
  const found = new Map<string, OtherSymbol>()
  for (const [name, a] of left) {
    const b = right.get(name)
    if (b === undefined || !haveSameBytes(ours, a, theirs, b, false)) return undefined
    const [x, y] = [relocations(ours, a), relocations(theirs, b)]
    if (x.length !== y.length) return undefined
    for (const [index, entry] of x.entries()) {
      const other = y[index] as Relocation
      if (relocationKey(ours, entry) === relocationKey(theirs, other)) continue
      const [from, to] = [undefinedName(ours, entry), undefinedName(theirs, other)]
      const isSamePlace =
        entry.r_offset === other.r_offset &&
        entry.r_type === other.r_type &&
        entry.r_addend === other.r_addend
      if (!isSamePlace || from === undefined || to === undefined) return undefined
      found.set(`${from} ${to}`, { from, to })
    }
  }
  return found.size === 0 ? undefined : [...found.values()]
}

function undefinedName(elf: Elf, { r_sym }: Relocation): string | undefined {
  const symbol = symbols(elf)[r_sym]
  return symbol !== undefined && isUndefined(symbol) ? symbol.name : undefined
}

/** By name; a second section of the same name gets a number. */
function loadedSections({ sections }: Elf): Map<string, Section> {
  const counts = new Map<string, number>()
  const loaded = sections.filter(
    ({ name, sh_flags }) => (sh_flags & SHF_ALLOC) !== 0n && !PER_KERNEL.test(name),
  )
  return new Map(
    loaded.map(section => {
      const count = (counts.get(section.name) ?? 0) + 1
      counts.set(section.name, count)
      return [count === 1 ? section.name : `${section.name} (${count})`, section]
    }),
  )
}

function areSame(ours: Elf, a: Section, theirs: Elf, b: Section, addedByTools: boolean): boolean {
  if (!haveSameBytes(ours, a, theirs, b, addedByTools)) return false
  const [x, y] = [relocations(ours, a), relocations(theirs, b)]
  return (
    x.length === y.length &&
    x.every((entry, index) => relocationKey(ours, entry) === relocationKey(theirs, y[index]))
  )
}

function haveSameBytes(ours: Elf, a: Section, theirs: Elf, b: Section, addedByTools: boolean): boolean {
  if (a.sh_size !== b.sh_size || a.sh_flags !== b.sh_flags || a.sh_addralign !== b.sh_addralign) return false
  if (a.sh_type !== SHT_NOBITS || b.sh_type !== SHT_NOBITS) {
    const sites = addedByTools ? [jumpSites(ours, a), jumpSites(theirs, b)] : [[], []]
    const [mine = [], other = []] = sites
    if (JSON.stringify(mine) !== JSON.stringify(other)) return false
    const bytes = [
      withoutPaths(withoutSites(withoutLines(ours, a), mine)),
      withoutPaths(withoutSites(withoutLines(theirs, b), other)),
    ] as const
    if (Buffer.compare(...bytes) !== 0) return false
  }
  return true
}

/** struct bug_entry with CONFIG_DEBUG_BUGVERBOSE: two addresses, the line, flags. */
const BUG = { section: '__bug_table', size: 12, file: 4n, line: 8 }

/** The bytes of a section without the line numbers of WARN() and BUG(), which any edit above moves. */
function withoutLines(elf: Elf, section: Section): Uint8Array {
  const data = sectionData(elf, section)
  const hasLines = relocations(elf, section).some(({ r_offset }) => r_offset === BUG.file)
  if (section.name !== BUG.section || !hasLines) return data
  const copy = Uint8Array.from(data)
  for (let at = BUG.line; at + 2 <= copy.length; at += BUG.size) copy.fill(0, at, at + 2)
  return copy
}

/** The bytes of code, without its static branches. */
function withoutSites(data: Uint8Array, sites: readonly JumpSite[]): Uint8Array {
  if (sites.length === 0) return data
  const copy = Uint8Array.from(data)
  for (const { offset, length } of sites) copy.fill(0, offset, offset + length)
  return copy
}

/**
 * Where a distribution builds a kernel, as __FILE__ has it in what assertions print: `/build/reproducible-path/linux-7.2.11/`. The release
 * in it says nothing of the code. Paths of other lengths still differ, as they move what lies behind them.
 */
const BUILD_PATH = /\/build\/[^\0]{0,200}?\/?linux-\d[^/\0]*\//g

/** The bytes of a section with one build path for all. */
function withoutPaths(data: Uint8Array): Uint8Array {
  const text = Buffer.from(data.buffer, data.byteOffset, data.byteLength)
  if (!text.includes('/build/')) return data
  return Buffer.from(
    text.toString('latin1').replace(BUILD_PATH, path => '/'.repeat(path.length)),
    'latin1',
  )
}

/** Where it is and what it refers to. Names of symbols defined here are left out: the compiler numbers some of them. */
function relocationKey(elf: Elf, relocation: Relocation | undefined): string {
  if (relocation === undefined) return ''
  const { r_offset, r_sym, r_type, r_addend } = relocation
  const symbol = symbols(elf)[r_sym]
  const holder = symbol?.section === undefined ? undefined : elf.sections[symbol.section]
  const target = holder === undefined ? symbol?.name : `${holder.name} ${symbol?.st_value}`
  return `${r_offset} ${r_type} ${target} ${r_addend}`
}
