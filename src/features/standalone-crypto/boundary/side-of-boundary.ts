// SPDX-License-Identifier: GPL-2.0-only
import {
  type Elf,
  isUndefined,
  STB_LOCAL,
  STT_FUNC,
  STT_NOTYPE,
  symbols,
} from '../../../formats/elf/index.js'
import type { SymbolUser } from './boundary.js'
import { referencesTo } from './symbol-users.js'

/** What the objects of one side say of the symbols that cross. */
export interface SideOfBoundary {
  readonly definitions: ReadonlyMap<string, Definition>
  /** Users of the symbols of the other side, by name of the symbol. */
  readonly users: ReadonlyMap<string, readonly SymbolUser[]>
}

export interface Definition {
  readonly object: string
  readonly isFunction: boolean
}

export interface NamedElf {
  readonly path: string
  readonly elf: Elf
}

/** Which of the symbols `defines` objects define, and who in them refers to the symbols `uses`. */
export async function sideOf(
  objects: AsyncIterable<NamedElf>,
  { defines, uses }: { readonly defines: ReadonlySet<string>; readonly uses: ReadonlySet<string> },
): Promise<SideOfBoundary> {
  const definitions = new Map<string, Definition>()
  const users = new Map<string, SymbolUser[]>()
  for await (const { path, elf } of objects) {
    const used = new Set<string>()
    for (const symbol of symbols(elf)) {
      if (symbol.st_bind === STB_LOCAL) continue
      if (isUndefined(symbol)) {
        if (uses.has(symbol.name)) used.add(symbol.name)
      } else if (defines.has(symbol.name)) {
        // Assembler leaves some of its functions without a type.
        const isFunction = symbol.st_type === STT_FUNC || symbol.st_type === STT_NOTYPE
        definitions.set(symbol.name, { object: path, isFunction })
      }
    }
    if (used.size === 0) continue
    for (const [name, references] of referencesTo(elf, used)) {
      const from = [...references].map(([owner, count]) => ({ name: owner, references: count }))
      if (from.length === 0) continue
      from.sort((a, b) => (a.name < b.name ? -1 : 1))
      users.set(name, [...(users.get(name) ?? []), { object: path, from }])
    }
  }
  return { definitions, users }
}
