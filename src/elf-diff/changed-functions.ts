// SPDX-License-Identifier: GPL-2.0-only
import { type Elf, type ElfSymbol, STT_FUNC, sectionData, symbols } from '../formats/elf/index.js'

/** Empty functions in front of real ones, for call thunks. */
const PADDING = /^__(?:pfx|cfi)_/

/**
 * Names of functions that only one of the modules has or whose bytes differ, those first whose size has changed: others may
 * differ in nothing but the distance to those.
 */
export function changedFunctions(ours: Elf, theirs: Elf): readonly string[] {
  const [left, right] = [functionsOf(ours), functionsOf(theirs)]
  const names = [...new Set([...left.keys(), ...right.keys()])]
  const sizeOf = (functions: ReadonlyMap<string, ElfSymbol>, name: string) => functions.get(name)?.st_size
  const resized = names.filter(name => sizeOf(left, name) !== sizeOf(right, name))
  const rewritten = names.filter(name => {
    const [a, b] = [left.get(name), right.get(name)]
    if (a === undefined || b === undefined || a.st_size !== b.st_size) return false
    return Buffer.compare(bodyOf(ours, a), bodyOf(theirs, b)) !== 0
  })
  return [...resized, ...rewritten]
}

function functionsOf(elf: Elf): Map<string, ElfSymbol> {
  const functions = symbols(elf).filter(
    ({ name, st_type, section }) => st_type === STT_FUNC && section !== undefined && !PADDING.test(name),
  )
  return new Map(functions.map(symbol => [symbol.name, symbol]))
}

function bodyOf(elf: Elf, { section, st_value, st_size }: ElfSymbol): Uint8Array {
  const holder = section === undefined ? undefined : elf.sections[section]
  if (holder === undefined) return new Uint8Array()
  return sectionData(elf, holder).subarray(Number(st_value), Number(st_value) + st_size)
}
