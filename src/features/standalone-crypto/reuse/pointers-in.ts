// SPDX-License-Identifier: GPL-2.0-only
import {
  type Elf,
  type ElfSymbol,
  relocations,
  STT_FUNC,
  STT_OBJECT,
  symbolNamed,
  symbols,
} from '../../../formats/elf/index.js'

/**
 * What a variable of a module points to by name, with the offsets in bytes: where the members of its type are. BTF has no
 * variables but those per processor, and this shows a layout without it. What it points to twice is left out.
 */
export function pointersIn(elf: Elf, variable: string): ReadonlyMap<string, number> {
  const symbol = symbolNamed(elf, variable)
  const section = symbol?.section === undefined ? undefined : elf.sections[symbol.section]
  const found = new Map<string, number>()
  if (symbol === undefined || section === undefined) return found
  const [start, size] = [symbol.st_value, BigInt(symbol.st_size)]
  const twice = new Set<string>()
  const names = placesOf(elf)
  for (const { r_offset, r_sym, r_addend } of relocations(elf, section)) {
    const target = symbols(elf)[r_sym]
    if (r_offset < start || r_offset >= start + size || target === undefined) continue
    const name = nameOf(target, r_addend, names)
    if (name === undefined) continue
    if (found.has(name)) twice.add(name)
    found.set(name, Number(r_offset - start))
  }
  for (const name of twice) found.delete(name)
  return found
}

/** Names of functions and variables by section and offset, as relocations of local ones go by those. */
const placesOf = (elf: Elf): ReadonlyMap<string, string> =>
  new Map(
    symbols(elf)
      .filter(({ st_type }) => st_type === STT_OBJECT || st_type === STT_FUNC)
      .map(({ section, st_value, name }) => [`${section} ${st_value}`, name]),
  )

function nameOf(
  { name, section, st_value }: ElfSymbol,
  addend: bigint,
  places: ReadonlyMap<string, string>,
): string | undefined {
  const place = section === undefined ? undefined : places.get(`${section} ${st_value + addend}`)
  return place ?? (addend === 0n && name !== '' ? name : undefined)
}
