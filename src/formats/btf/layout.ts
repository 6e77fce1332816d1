// SPDX-License-Identifier: GPL-2.0-only
import type { Btf, BtfMember, BtfType } from './btf.js'
import { typeById } from './type-by-id.js'

/** No chain in a kernel is longer; ends the walk through one that leads back to itself. */
const MAX_DEPTH = 64

/** A type without typedefs, qualifiers and tags; undefined for a chain that does not end, or leads to no type. */
export function withoutNames(btf: Btf, id: number): BtfType | undefined {
  if (id >= btf.endId) return undefined
  let type = typeById(btf, id)
  for (let depth = 0; depth < MAX_DEPTH; depth++) {
    switch (type.kind) {
      case 'typedef':
      case 'volatile':
      case 'const':
      case 'restrict':
      case 'type_tag':
        if (type.type >= btf.endId) return undefined
        type = typeById(btf, type.type)
        break
      default:
        return type
    }
  }
  return undefined
}

/**
 * A member by name, also one of an unnamed struct or union inside, or by a path such as `mkobj.kobj`. Its bitOffset counts
 * from the start of the outer struct. Undefined when there is none.
 */
export function memberAt(btf: Btf, type: BtfType | undefined, path: string): BtfMember | undefined {
  const [name = '', ...rest] = path.split('.')
  const found = type === undefined ? undefined : memberNamed(btf, type, name, new Set())
  if (found === undefined || rest.length === 0) return found
  const inner = memberAt(btf, withoutNames(btf, found.type), rest.join('.'))
  return inner && { ...inner, bitOffset: found.bitOffset + inner.bitOffset }
}

/** Each unnamed type is looked through once: in hostile data they may contain each other many times over. */
function memberNamed(btf: Btf, type: BtfType, name: string, seen: Set<number>): BtfMember | undefined {
  if ((type.kind !== 'struct' && type.kind !== 'union') || seen.has(type.id)) return undefined
  seen.add(type.id)
  for (const member of type.members) {
    if (member.name === name) return member
    if (member.name !== '') continue
    const inside = withoutNames(btf, member.type)
    const found = inside && memberNamed(btf, inside, name, seen)
    if (found !== undefined) return { ...found, bitOffset: found.bitOffset + member.bitOffset }
  }
  return undefined
}
