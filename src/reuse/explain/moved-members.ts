// SPDX-License-Identifier: GPL-2.0-only
import { type Btf, typeById, withoutNames } from '../../formats/btf/index.js'
import {
  isStruct,
  keyed,
  type Struct,
  type StructChange,
  type StructPair,
  sizeOf,
  structChanges,
} from './struct-changes.js'

/** A member of a struct that is elsewhere in the other kernel. */
export interface MovedMember {
  readonly struct: string
  readonly member: string
  /** Bytes from the start of the struct. */
  readonly from: number
  readonly to: number
}

/** A place in a struct, maybe in one that is embedded in it, and what of it has moved. */
export interface MovedPlace {
  /** Bytes from the start of the outer struct: what an instruction has. */
  readonly from: number
  readonly to: number
  readonly moved: MovedMember
}

export interface ChangedLayouts {
  readonly places: readonly MovedPlace[]
  readonly sizes: readonly { readonly struct: string; readonly from: number; readonly to: number }[]
  /** What in a struct, or in one that it embeds, is the reason. */
  readonly changesOf: (struct: string) => readonly StructChange[]
  /** Undefined for a struct that only one of them has. */
  readonly pairOf: (struct: string) => { readonly before: Layout; readonly after: Layout } | undefined
}

/** Where a struct has its members. */
export interface Layout {
  /** In the order of their offsets. Those without a name are `(unnamed 1)` and so on. */
  readonly members: readonly PlacedMember[]
}

export interface PlacedMember {
  readonly name: string
  /** Bits from the start of the struct, and that it takes. */
  readonly at: number
  readonly bits: number
}

/** Structs in structs; an instruction reaches no deeper as a rule. */
const DEEPEST = 3
/** Members looked at: a few structs that hold each other many times over have no end. */
const MOST_MEMBERS = 500_000

/** Compares the structs that two compilations have in common, by name. */
export function changedLayouts(before: Btf, after: Btf): ChangedLayouts {
  const [ours, theirs] = [structsOf(before), structsOf(after)]
  const common = [...ours].flatMap(([name, mine]) => {
    const other = theirs.get(name)
    return other === undefined ? [] : [{ name, mine, other }]
  })
  const left = { members: MOST_MEMBERS }
  return {
    places: common.flatMap(({ name, mine, other }) =>
      movedPlaces(name, { before, mine, after, other, left }, 0),
    ),
    sizes: common
      .filter(({ mine, other }) => mine.size !== other.size)
      .map(({ name, mine, other }) => ({ struct: name, from: mine.size, to: other.size })),
    changesOf: struct => {
      const [mine, other] = [ours.get(struct), theirs.get(struct)]
      return mine && other
        ? structChanges(struct, { before, mine, after, other, left: { members: MOST_MEMBERS } })
        : []
    },
    pairOf: struct => {
      const [mine, other] = [ours.get(struct), theirs.get(struct)]
      return mine && other && { before: layoutOf(before, mine), after: layoutOf(after, other) }
    },
  }
}

function layoutOf(btf: Btf, { members }: Struct): Layout {
  const placed = [...keyed(members)].map(([name, { bitOffset, bitSize, type }]) => ({
    name,
    at: bitOffset,
    bits: bitSize || sizeOf(btf, type) * 8,
  }))
  return { members: placed.sort((a, b) => a.at - b.at) }
}

function structsOf(btf: Btf): Map<string, Struct> {
  const structs = new Map<string, Struct>()
  for (let id = btf.firstId; id < btf.endId; id++) {
    const type = typeById(btf, id)
    if (type.kind === 'struct' && type.name !== '' && !structs.has(type.name)) structs.set(type.name, type)
  }
  return structs
}

/** `start` is where a struct or union without a name begins, whose members are those of the struct around it. */
function movedPlaces(
  struct: string,
  pair: StructPair,
  depth: number,
  start = { from: 0, to: 0 },
): MovedPlace[] {
  const { before, mine, after, other, left } = pair
  left.members -= mine.members.length + other.members.length
  const counterparts = keyed(other.members)
  return [...keyed(mine.members)].flatMap(([key, member]) => {
    const there = counterparts.get(key)
    if (there === undefined || left.members < 0) return []
    const [from, to] = [start.from + (member.bitOffset >> 3), start.to + (there.bitOffset >> 3)]
    const own =
      from === to || member.name === ''
        ? []
        : [{ from, to, moved: { struct, member: member.name, from, to } }]
    if (depth >= DEEPEST) return own
    const [inner, outer] = [withoutNames(before, member.type), withoutNames(after, there.type)]
    if (!isStruct(inner) || !isStruct(outer)) return own
    const nested = { ...pair, mine: inner, other: outer }
    if (member.name === '') return movedPlaces(struct, nested, depth + 1, { from, to })
    const inside = movedPlaces(inner.name || struct, nested, depth + 1)
    return [...own, ...inside.map(place => ({ ...place, from: place.from + from, to: place.to + to }))]
  })
}
