// SPDX-License-Identifier: GPL-2.0-only
import {
  type Elf,
  type Relocation,
  relocations,
  type Section,
  SHF_ALLOC,
  SHF_EXECINSTR,
  SHT_NOBITS,
  sectionData,
  symbols,
} from '../../formats/elf/index.js'
import { changedFunctions } from './changed-functions.js'

/** What modpost and the linker write for each kernel anew: release, CRCs, build id. It is judged by itself. */
const PER_KERNEL = /^(?:\.modinfo|__versions|__version_ext_\w+|__kcrctab.*|\.note\..*)$/
/** Where instructions are: it follows from them. */
const FOLLOWS =
  /^(?:\.orc_.*|\.return_sites|\.retpoline_sites|\.call_sites|\.ibt_endbr_seal|__mcount_loc|__patchable_.*)$/

/**
 * Compares the code, data and relocations of two modules: the same sources compiled for two kernels give the same when
 * nothing that the compiler read of the kernels differs for them. Gives what differs: functions, those first whose size has
 * changed, and sections. `addedByTools`: the second has been through objtool, which adds sections.
 */
export function compareCompiled(ours: Elf, theirs: Elf, { addedByTools = false } = {}): readonly string[] {
  const [left, right] = [loadedSections(ours), loadedSections(theirs)]
  const names = addedByTools ? [...left.keys()] : [...new Set([...left.keys(), ...right.keys()])]
  const different = names.filter(name => {
    const [a, b] = [left.get(name), right.get(name)]
    return a === undefined || b === undefined || !areSame(ours, a, theirs, b)
  })
  if (different.length === 0) return []
  const isCode = (name: string) => ((left.get(name)?.sh_flags ?? 0n) & SHF_EXECINSTR) !== 0n
  const functions = different.some(isCode) ? changedFunctions(ours, theirs) : []
  const sections =
    functions.length === 0 ? different : different.filter(name => !isCode(name) && !FOLLOWS.test(name))
  return [...functions.map(name => `${name}()`), ...sections]
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

function areSame(ours: Elf, a: Section, theirs: Elf, b: Section): boolean {
  if (a.sh_size !== b.sh_size || a.sh_flags !== b.sh_flags || a.sh_addralign !== b.sh_addralign) return false
  if (a.sh_type !== SHT_NOBITS || b.sh_type !== SHT_NOBITS) {
    if (Buffer.compare(sectionData(ours, a), sectionData(theirs, b)) !== 0) return false
  }
  const [x, y] = [relocations(ours, a), relocations(theirs, b)]
  return (
    x.length === y.length &&
    x.every((entry, index) => relocationKey(ours, entry) === relocationKey(theirs, y[index]))
  )
}

/** Where it stands, and what it refers to, by name: symbol tables may be in another order. */
function relocationKey(elf: Elf, relocation: Relocation | undefined): string {
  if (relocation === undefined) return ''
  const { r_offset, r_sym, r_type, r_addend } = relocation
  const symbol = symbols(elf)[r_sym]
  const holder = symbol?.section === undefined ? undefined : elf.sections[symbol.section]
  return `${r_offset} ${r_type} ${symbol?.name || holder?.name} ${symbol?.section === undefined ? '' : symbol.st_value} ${r_addend}`
}
