// SPDX-License-Identifier: GPL-2.0-only
import type { Btf } from '../btf.js'
import { KINDS, kindNumberOf } from '../constants.js'
import type { Found } from './found.js'

/** Types that were checked one by one, behind those of the base. */
export interface RawTypes {
  readonly base: Btf | undefined
  readonly firstId: number
  readonly view: DataView
  /** Where they are in the data. */
  readonly offsets: readonly number[]
}

/** More modifiers than this in a row are refused. */
const LONGEST_CHAIN = 32

const MODIFIERS: ReadonlySet<number> = new Set(
  (['typedef', 'volatile', 'const', 'restrict', 'type_tag'] as const).map(kind => KINDS.indexOf(kind)),
)
const TYPE_TAG = KINDS.indexOf('type_tag')

/** btf_check_modifier_chain_length(), and what its predecessor btf_check_type_tags() asked for besides. */
export function checkChains(types: RawTypes, found: Found, describe: (id: number) => void): undefined {
  const end = types.firstId + types.offsets.length
  // Up to here chains have been followed to their ends.
  let good = types.firstId - 1
  for (let start = types.firstId; start < end; start++) {
    let type = rawType(types, start)
    if (type === undefined || !MODIFIERS.has(type.kind)) continue
    describe(start)
    let inTags = type.kind === TYPE_TAG
    let id = start
    for (let length = 0; type !== undefined && MODIFIERS.has(type.kind); length++) {
      if (length === LONGEST_CHAIN) return found.refuse('Max chain length or cycle detected')
      if (type.kind === TYPE_TAG && !inTags) {
        found.depends('tagsAnywhere', "Type tags don't precede modifiers")
        if (found.first?.certain) return
      } else if (type.kind !== TYPE_TAG) inTags = false
      if (id <= good) break
      id = type.refersTo
      type = rawType(types, id)
      // The kernel logs nothing here.
      if (type === undefined) return found.refuse(`type_id=${id} does not exist`)
    }
    good = start
  }
}

interface RawType {
  readonly kind: number
  readonly refersTo: number
}

function rawType(types: RawTypes | Btf, id: number): RawType | undefined {
  if (id === 0) return { kind: 0, refersTo: 0 }
  if (id < types.firstId) return types.base === undefined ? undefined : rawType(types.base, id)
  const at = types.offsets[id - types.firstId]
  if (at === undefined) return undefined
  const view =
    'view' in types
      ? types.view
      : new DataView(types.bytes.buffer, types.bytes.byteOffset, types.bytes.byteLength)
  return { kind: kindNumberOf(view.getUint32(at + 4, true)), refersTo: view.getUint32(at + 8, true) }
}
