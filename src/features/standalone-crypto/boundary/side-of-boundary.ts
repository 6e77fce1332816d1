// SPDX-License-Identifier: GPL-2.0-only
import type { SymbolUser } from './boundary.js'
import type { LinkedObject } from './linked-object.js'
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

/** Which of the symbols `defines` objects define, and who in them refers to the symbols `uses`, as relocations tell. */
export async function sideOf(
  objects: AsyncIterable<LinkedObject>,
  { defines, uses }: { readonly defines: ReadonlySet<string>; readonly uses: ReadonlySet<string> },
): Promise<SideOfBoundary> {
  const definitions = new Map<string, Definition>()
  const users = new Map<string, SymbolUser[]>()
  for await (const { path, elf, symbols } of objects) {
    const used = new Set<string>()
    for (const { name, isLocal, isUndefined, type } of symbols) {
      if (isLocal) continue
      if (isUndefined) {
        if (uses.has(name)) used.add(name)
      } else if (defines.has(name)) {
        definitions.set(name, { object: path, isFunction: type !== 'other' })
      }
    }
    if (used.size === 0 || elf === undefined) continue
    for (const [name, references] of referencesTo(elf, used)) {
      const from = [...references].map(([owner, count]) => ({ name: owner, references: count }))
      if (from.length === 0) continue
      from.sort((a, b) => (a.name < b.name ? -1 : 1))
      users.set(name, [...(users.get(name) ?? []), { object: path, from }])
    }
  }
  return { definitions, users }
}
