// SPDX-License-Identifier: GPL-2.0-only
import {
  type Elf,
  type ElfSymbol,
  relocations,
  type Section,
  SHF_ALLOC,
  STT_FUNC,
  STT_OBJECT,
  symbols,
} from '../../../formats/elf/index.js'

/**
 * Who refers to symbols of these names in a relocatable file: the functions and objects their relocations lie in, or the
 * section where no symbol covers the place, with the number of relocations of each.
 */
export function referencesTo(
  elf: Elf,
  names: ReadonlySet<string>,
): ReadonlyMap<string, ReadonlyMap<string, number>> {
  const wanted = new Map(symbols(elf).flatMap(({ index, name }) => (names.has(name) ? [[index, name]] : [])))
  const users = new Map([...names].map(name => [name, new Map<string, number>()]))
  const owners = new Map<number, readonly ElfSymbol[]>()
  for (const section of elf.sections) {
    if ((section.sh_flags & SHF_ALLOC) === 0n) continue
    for (const { r_sym, r_offset } of relocations(elf, section)) {
      const name = wanted.get(r_sym)
      if (name === undefined) continue
      const covering = owners.get(section.index) ?? symbolsOf(elf, section)
      owners.set(section.index, covering)
      const owner = ownerOf(covering, r_offset) ?? section.name
      const found = users.get(name)
      found?.set(owner, (found.get(owner) ?? 0) + 1)
    }
  }
  return users
}

function symbolsOf(elf: Elf, section: Section): readonly ElfSymbol[] {
  return symbols(elf)
    .filter(symbol => symbol.section === section.index && [STT_FUNC, STT_OBJECT].includes(symbol.st_type))
    .sort((a, b) => Number(a.st_value - b.st_value))
}

/** The last symbol that begins at or before the offset and reaches beyond it. */
function ownerOf(sorted: readonly ElfSymbol[], offset: bigint): string | undefined {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle]?.st_value ?? 0n) <= offset) low = middle + 1
    else high = middle
  }
  const symbol = sorted[low - 1]
  return symbol !== undefined && offset < symbol.st_value + BigInt(symbol.st_size) ? symbol.name : undefined
}
