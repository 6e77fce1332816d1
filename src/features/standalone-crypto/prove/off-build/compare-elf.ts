// SPDX-License-Identifier: GPL-2.0-only
import {
  type Elf,
  relocations,
  type Section,
  SHF_ALLOC,
  sectionData,
  symbols,
} from '../../../../formats/elf/index.js'

/**
 * The sections in which two objects made from the same source differ: by contents or by relocations. What follows from
 * line numbers alone does not count, because an edit above moves them: in __bug_table and dynamic debug records, and in
 * the names of symbols that carry them.
 */
export function differingSections(a: Elf, b: Elf): readonly string[] {
  const [left, right] = [comparable(a), comparable(b)]
  const names = new Set([...left.keys(), ...right.keys()])
  return [...names].filter(name => left.get(name) !== right.get(name))
}

function comparable(elf: Elf): ReadonlyMap<string, string> {
  const names = symbols(elf).map(({ name, section }) =>
    normalise(name || (elf.sections[section ?? 0]?.name ?? '')),
  )
  const sections = new Map<string, string>()
  for (const section of elf.sections) {
    if ((section.sh_flags & SHF_ALLOC) === 0n) continue
    const relocated = relocations(elf, section).map(
      ({ r_offset, r_type, r_sym, r_addend }) => `${r_offset} ${r_type} ${names[r_sym]} ${r_addend}`,
    )
    const text = [
      section.sh_type,
      section.sh_flags,
      section.sh_size,
      contents(elf, section),
      ...relocated,
    ].join('\n')
    // A name may be there several times (section groups, -ffunction-sections).
    sections.set(section.name, `${sections.get(section.name) ?? ''}${text}\n`)
  }
  return sections
}

/** Records that hold line numbers: with the size alike and the relocations alike, they tell the same. */
const HAS_LINES = ['__bug_table', '__dyndbg']

const contents = (elf: Elf, section: Section): string =>
  HAS_LINES.includes(section.name) ? '' : Buffer.from(sectionData(elf, section)).toString('latin1')

/** `__initcall__kmod_aes__123_45_init6` has __COUNTER__ and __LINE__ in it, `__UNIQUE_ID_x123` the former. */
const normalise = (name: string): string =>
  /^(?:__initcall_|__UNIQUE_ID_|__addressable_|__initstub_|\.L|\.init\.)/.test(name)
    ? name.replace(/\d+/g, '#')
    : name
