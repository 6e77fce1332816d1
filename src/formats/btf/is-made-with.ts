// SPDX-License-Identifier: GPL-2.0-only
import type { Btf } from './btf.js'
import { KINDS, kindNumberOf, TAIL, TYPE_SIZE, vlenOf } from './constants.js'

const FUNC_PROTO = KINDS.indexOf('func_proto')

/**
 * Whether a module's BTF can have been made with its base: what refers into the base meets the start of a name there,
 * functions their prototypes, and all types are there. With another kernel's as the base hardly any module's does, and what it
 * says of types is wrong then; a kernel may take it all the same, see kernelRefusal().
 */
export function isMadeWith(btf: Btf): boolean {
  const view = viewOf(btf.bytes)
  const u32 = (at: number) => view.getUint32(at, true)
  const isType = (at: number) => u32(at) < btf.endId
  return btf.offsets.every(at => {
    const kind = KINDS[kindNumberOf(u32(at + 4))] ?? 'void'
    const tail = at + TYPE_SIZE
    if (!startsName(btf, u32(at))) return false
    if (REFERS.has(kind) && !isType(at + 8)) return false
    if (kind === 'func' && kindOf(btf, u32(at + 8)) !== FUNC_PROTO) return false
    if (kind === 'array' && !(isType(tail) && isType(tail + 4))) return false
    const [, each] = TAIL[kind]
    const isNamed = kind !== 'datasec'
    const typeAt = kind === 'enum' || kind === 'enum64' ? undefined : isNamed ? 4 : 0
    for (let index = 0, entry = tail; each > 0 && index < vlenOf(u32(at + 4)); index++, entry += each) {
      if (isNamed && !startsName(btf, u32(entry))) return false
      if (typeAt !== undefined && !isType(entry + typeAt)) return false
    }
    return true
  })
}

/** Kinds whose third word is a type, not a size. */
const REFERS: ReadonlySet<string> = new Set([
  'ptr',
  'typedef',
  'volatile',
  'const',
  'restrict',
  'func',
  'func_proto',
  'var',
  'decl_tag',
  'type_tag',
])

function startsName({ base, firstName, strings }: Btf, name_off: number): boolean {
  if (name_off === 0) return true
  const own = name_off - firstName
  if (own < 0) return base !== undefined && startsName(base, name_off)
  return own < strings.length && (own === 0 || strings[own - 1] === 0)
}

function kindOf(btf: Btf, id: number): number {
  if (id < btf.firstId) return id === 0 || btf.base === undefined ? 0 : kindOf(btf.base, id)
  const at = btf.offsets[id - btf.firstId]
  return at === undefined ? 0 : kindNumberOf(viewOf(btf.bytes).getUint32(at + 4, true))
}

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
