// SPDX-License-Identifier: GPL-2.0-only
import { type Btf, type BtfMember, type BtfType, withoutNames } from '../../formats/btf/index.js'

export type Struct = BtfType & { readonly kind: 'struct' | 'union' }

/** What is another in a struct itself, or in one that it embeds. */
export interface StructChange {
  readonly struct: string
  /** One line. */
  readonly text: string
}

export interface StructPair {
  readonly before: Btf
  readonly mine: Struct
  readonly after: Btf
  readonly other: Struct
  /** How many members are still compared; nothing more is then. */
  readonly left: { members: number }
}

const DEEPEST = 16

/** Members that are new, gone, or of another size, where that is: not in the structs around it. */
export function structChanges(struct: string, pair: StructPair, depth = 0): readonly StructChange[] {
  const { mine, other, left } = pair
  left.members -= mine.members.length + other.members.length
  if (left.members < 0) return []
  const [here, there] = [keyed(mine.members), keyed(other.members)]
  const [gone, come] = [without(here, there), without(there, here)]
  const line = (text: string): StructChange => ({ struct, text })
  const changes = [...here].flatMap(([key, member]) => {
    const counterpart = there.get(key)
    return counterpart === undefined ? [] : memberChanges(struct, pair, [member, counterpart], depth)
  })
  const named = [
    ...come.map(name => line(`${struct}.${name} is new`)),
    ...gone.map(name => line(`${struct}.${name} is gone`)),
    ...changes,
  ]
  if (named.length > 0) return named
  const [order, otherOrder] = [[...here.keys()], [...there.keys()]].map(keys => keys.join())
  return order === otherOrder ? [] : [line(`the members of struct ${struct} are in another order`)]
}

const without = (some: ReadonlyMap<string, unknown>, others: ReadonlyMap<string, unknown>) =>
  [...some.keys()].filter(name => !others.has(name))

/** Members by name, the first of a name; those without one, structs and unions, by their number among such. */
export function keyed(members: readonly BtfMember[]): ReadonlyMap<string, BtfMember> {
  const found = new Map<string, BtfMember>()
  let unnamed = 0
  for (const member of members) {
    const key = member.name === '' ? `(unnamed ${++unnamed})` : member.name
    if (!found.has(key)) found.set(key, member)
  }
  return found
}

function memberChanges(
  struct: string,
  { before, after, left }: StructPair,
  [mine, other]: readonly [BtfMember, BtfMember],
  depth: number,
): readonly StructChange[] {
  const name = `${struct}.${mine.name}`
  if (mine.bitSize !== other.bitSize) {
    return [{ struct, text: `${name} has ${other.bitSize} bits, not ${mine.bitSize}` }]
  }
  const [from, to] = [sizeOf(before, mine.type), sizeOf(after, other.type)]
  if (from === to) return []
  const [inner, outer] = [elementOf(before, mine.type), elementOf(after, other.type)]
  if (isStruct(inner) && isStruct(outer) && depth < DEEPEST) {
    const pair = { before, mine: inner, after, other: outer, left }
    const inside = structChanges(inner.name || struct, pair, depth + 1)
    if (inside.length > 0) return inside
  }
  return [{ struct, text: `${name} has ${to} bytes, not ${from}` }]
}

export const isStruct = (type: BtfType | undefined): type is Struct =>
  type?.kind === 'struct' || type?.kind === 'union'

/** Of an array, what it is an array of. */
function elementOf(btf: Btf, id: number, depth = 0): BtfType | undefined {
  const type = withoutNames(btf, id)
  return type?.kind === 'array' && depth < DEEPEST ? elementOf(btf, type.type, depth + 1) : type
}

const POINTER = 8

/** Bytes; kernels of 32 bits are not looked at. */
export function sizeOf(btf: Btf, id: number, depth = 0): number {
  const type = withoutNames(btf, id)
  if (type === undefined || depth > DEEPEST) return 0
  if (type.kind === 'ptr') return POINTER
  if (type.kind === 'array') return type.nelems * sizeOf(btf, type.type, depth + 1)
  return 'size' in type ? type.size : 0
}
