// SPDX-License-Identifier: GPL-2.0-only
import type { Layout, PlacedMember } from '../explain/moved-members.js'
import { conditionLines, type Declaration, kept, readStruct, type StructText } from './struct-text.js'

export interface Layouts {
  readonly before: Layout
  readonly after: Layout
}

/** The text between the braces of a struct with its members where they were, or why that cannot be had. */
export type KeptLayout = { readonly body: string } | { readonly refused: string }

/**
 * Puts the members of a struct back to where an earlier kernel has them: what is new goes to the end, and what is gone, or has another size,
 * leaves its room behind. `body` is of the later kernel.
 */
export function keptLayout(body: string, { before, after }: Layouts): KeptLayout {
  const struct = readStruct(body)
  const declared = struct && declaredMembers(struct.declarations, after)
  if (struct === undefined || declared === undefined) return { refused: 'its members cannot be told apart' }
  if (before.members.at(-1)?.bits === 0 || after.members.at(-1)?.bits === 0)
    return { refused: 'it ends in an array without a size' }
  const old = new Map(before.members.map(member => [member.name, member]))
  const groups = withUncompiled(declared)
  const isStaying = ([first]: readonly Declared[]) => first !== undefined && isKept(first, old)
  const staying = groups.filter(isStaying).sort(([a], [b]) => placeOf(a, old) - placeOf(b, old))
  const lines = [...laidOut(staying, before), ...groups.filter(group => !isStaying(group)).flat()]
  const text = textOf(lines, struct)
  return text === body ? { refused: 'nothing in its text can be moved' } : { body: text }
}

/** A declaration and the members that the kernel at hand has of it: none where it is not compiled. */
interface Declared extends Omit<Declaration, 'declarators'> {
  /** Among the declarations of the struct; NaN for what was none. */
  readonly index: number
  readonly members: readonly PlacedMember[]
}

/** Undefined when a member is declared nowhere, twice, or in another order than it is laid out. */
function declaredMembers(
  declarations: readonly Declaration[],
  { members }: Layout,
): readonly Declared[] | undefined {
  const names = new Set(members.map(({ name }) => name))
  let next = 0
  const declared = declarations.map(({ declarators, ...declaration }, index) => {
    const wanted = declarators.map(words => words.find(word => names.has(word)))
    const found: PlacedMember[] = []
    for (const name of declarators.length === 0 ? [members[next]?.name] : wanted) {
      const member = members[next]
      const isIt = declarators.length > 0 || name?.startsWith('(unnamed ')
      if (name === undefined || member?.name !== name || !isIt) continue
      found.push(member)
      next++
    }
    return { ...declaration, index, members: found }
  })
  return next === members.length ? declared : undefined
}

/** What is not compiled goes with what stands above it. */
function withUncompiled(declared: readonly Declared[]): Declared[][] {
  const groups: Declared[][] = []
  for (const each of declared) {
    if (each.members.length === 0 && groups.length > 0) groups.at(-1)?.push(each)
    else groups.push([each])
  }
  return groups
}

/** All of it is in the earlier kernel, each member of the same size and as far from the first. */
function isKept({ members }: Declared, old: ReadonlyMap<string, PlacedMember>): boolean {
  const [first] = members
  const start = first && old.get(first.name)
  return (
    start !== undefined &&
    members.every(({ name, at, bits }) => {
      const was = old.get(name)
      return was !== undefined && was.bits === bits && was.at - start.at === at - (first?.at ?? 0)
    })
  )
}

function placeOf(declared: Declared | undefined, old: ReadonlyMap<string, PlacedMember>): number {
  const first = declared?.members[0]
  return (first && old.get(first.name)?.at) ?? 0
}

/** What stays, with the room of what was between. */
function laidOut(staying: readonly (readonly Declared[])[], { members }: Layout): Declared[] {
  const names = new Set(staying.flat().flatMap(each => each.members.map(({ name }) => name)))
  const gone = members.filter(({ name }) => !names.has(name))
  const places = new Map(members.map(member => [member.name, member]))
  let end = 0
  return staying.flatMap(group => {
    const start = placeOf(group[0], places)
    const isRoom = start % 8 === 0 && gone.some(({ at }) => at >= end && at < start)
    const room = isRoom ? [reserved(end / 8, start / 8)] : []
    const ends = group.flatMap(each => each.members).map(({ name }) => endOf(places.get(name)))
    end = Math.ceil(Math.max(end, ...ends) / 8) * 8
    return [...room, ...group]
  })
}

const endOf = (member: PlacedMember | undefined): number =>
  member === undefined ? 0 : member.at + member.bits

const reserved = (from: number, to: number): Declared => ({
  index: Number.NaN,
  above: '',
  text: `\tunsigned char __reserved_${from}[${to - from}];\n`,
  conditions: [],
  members: [],
})

/** What follows what it followed before stands there as before, all else between conditions of its own. */
function textOf(declared: readonly Declared[], { declarations, below }: StructText): string {
  let [text, conditions, last]: [string, Declared['conditions'], number] = ['', [], -1]
  for (const each of declared) {
    text +=
      each.index === last + 1 ? each.above : conditionLines(conditions, each.conditions) + kept(each.above)
    text += each.text
    ;[conditions, last] = [each.conditions, each.index]
  }
  const isEnd = last === declarations.length - 1
  return text + (isEnd ? below : conditionLines(conditions, []) + kept(below))
}
