// SPDX-License-Identifier: GPL-2.0-only
import {
  type Elf,
  type ElfSymbol,
  relocations,
  STT_OBJECT,
  sectionData,
  symbols,
} from '../formats/elf/index.js'

/** Names of variables of two objects that differ in size, contents, or in what they point to. */
export function changedVariables(ours: Elf, theirs: Elf): readonly string[] {
  const [left, right] = [variablesOf(ours), variablesOf(theirs)]
  return [...left].flatMap(([name, mine]) => {
    const other = right.get(name)
    return other !== undefined && contentOf(ours, mine) === contentOf(theirs, other) ? [] : [name]
  })
}

const variablesOf = (elf: Elf): Map<string, ElfSymbol> =>
  new Map(
    symbols(elf)
      .filter(({ st_type, section }) => st_type === STT_OBJECT && section !== undefined)
      .map(symbol => [symbol.name, symbol]),
  )

function contentOf(elf: Elf, { section, st_value, st_size }: ElfSymbol): string {
  const holder = section === undefined ? undefined : elf.sections[section]
  if (holder === undefined) return ''
  const [start, end] = [Number(st_value), Number(st_value) + st_size]
  const pointers = relocations(elf, holder)
    .filter(({ r_offset }) => r_offset >= start && r_offset < end)
    .map(({ r_offset, r_sym }) => `${Number(r_offset) - start} ${symbols(elf)[r_sym]?.name}`)
  const bytes = Buffer.from(sectionData(elf, holder).subarray(start, end)).toString('hex')
  return [st_size, bytes, ...pointers].join('\n')
}
