// SPDX-License-Identifier: GPL-2.0-only
import type { Btf, BtfKind, BtfType } from './btf.js'
import { KINDS, kindNumberOf } from './constants.js'
import { typeById } from './type-by-id.js'

/**
 * The types of that name and kind, by id, those of the base first. There may be several: C's scopes are translation units.
 */
export function typesNamed<K extends BtfKind>(
  btf: Btf,
  name: string,
  kind: K,
): readonly (BtfType & { readonly kind: K })[] {
  return idsNamed(btf, name, kind).map(id => typeById(btf, id) as BtfType & { readonly kind: K })
}

/** Finds the name among the strings first: decoding the names of all types takes a hundred times as long. */
function idsNamed(btf: Btf, name: string, kind: BtfKind): number[] {
  const inBase = btf.base === undefined ? [] : idsNamed(btf.base, name, kind)
  const wanted = new Set(nameOffsets(btf, name))
  if (wanted.size === 0) return inBase
  const view = new DataView(btf.bytes.buffer, btf.bytes.byteOffset, btf.bytes.byteLength)
  const number = KINDS.indexOf(kind)
  const here: number[] = []
  btf.offsets.forEach((at, index) => {
    if (kindNumberOf(view.getUint32(at + 4, true)) === number && wanted.has(view.getUint32(at, true))) {
      here.push(btf.firstId + index)
    }
  })
  return [...inBase, ...here]
}

/** Every name_off that gives the name; more than one when strings are not shared. */
function nameOffsets(btf: Btf, name: string): number[] {
  const inBase = btf.base === undefined ? [] : nameOffsets(btf.base, name)
  const wanted = Buffer.from(`${name}\0`, 'latin1')
  const here: number[] = []
  for (let at = btf.strings.indexOf(wanted); at >= 0; at = btf.strings.indexOf(wanted, at + 1)) {
    here.push(btf.firstName + at)
  }
  return [...inBase, ...here]
}
