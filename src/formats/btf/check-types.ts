// SPDX-License-Identifier: GPL-2.0-only
import { FormatError } from '../../core/errors.js'
import type { Btf } from './btf.js'
import { KINDS, REFERS, TAIL, TYPE_SIZE } from './constants.js'

const FUNC = KINDS.indexOf('func')
const FUNC_PROTO = KINDS.indexOf('func_proto')

/**
 * Throws FormatError when a type refers to a name or a type that is not there. What refers into the base has to meet the
 * start of a name there, and functions their prototypes: with another base than that it was made with it does not.
 */
export function checkTypes(btf: Btf): void {
  const view = viewOf(btf.bytes)
  btf.offsets.forEach(at => {
    const info = view.getUint32(at + 4, true)
    const kind = KINDS[(info >>> 24) & 0x1f] ?? 'void'
    checkName(btf, view.getUint32(at, true), at)
    if (REFERS.has(kind)) checkId(btf, view.getUint32(at + 8, true), at + 8)
    const tail = at + TYPE_SIZE
    if (kind === 'func') checkPrototype(btf, view.getUint32(at + 8, true), at + 8)
    if (kind === 'array') {
      checkId(btf, view.getUint32(tail, true), tail)
      checkId(btf, view.getUint32(tail + 4, true), tail + 4)
    }
    const each = TAIL[kind][1]
    const named = kind !== 'datasec'
    const typeAt = kind === 'enum' || kind === 'enum64' ? undefined : named ? 4 : 0
    for (let index = 0, entry = tail; each > 0 && index < (info & 0xffff); index++, entry += each) {
      if (named) checkName(btf, view.getUint32(entry, true), entry)
      if (typeAt !== undefined) checkId(btf, view.getUint32(entry + typeAt, true), entry + typeAt)
    }
  })
}

function checkName(btf: Btf, name_off: number, at: number): void {
  if (name_off === 0) return
  const { base } = btf
  const where = { offset: at, field: 'name_off' }
  const own = name_off - btf.firstName
  if (own >= btf.strings.length) {
    throw new FormatError(
      `name ${name_off} is beyond the strings, which end at ${btf.firstName + btf.strings.length}${hint(btf)}`,
      where,
    )
  }
  const isStart = own > 0 ? btf.strings[own - 1] === 0 : own === 0 || startsName(base, name_off)
  if (base !== undefined && !isStart) {
    throw new FormatError(`name ${name_off} begins inside another name${hint(btf)}`, where)
  }
}

const startsName = (base: Btf | undefined, name_off: number): boolean =>
  base !== undefined &&
  (name_off > base.firstName
    ? base.strings[name_off - base.firstName - 1] === 0
    : startsName(base.base, name_off))

function checkId(btf: Btf, id: number, at: number): void {
  if (id < btf.endId) return
  throw new FormatError(`type ${id} is beyond the last, ${btf.endId - 1}${hint(btf)}`, {
    offset: at,
    field: 'type',
  })
}

function checkPrototype(btf: Btf, id: number, at: number): void {
  const kind = rawKind(btf, id)
  if (kind === FUNC_PROTO) return
  throw new FormatError(`a function is said to be a ${KINDS[kind] ?? 'void'}, type ${id}${hint(btf)}`, {
    offset: at,
    field: 'type',
  })
}

function rawKind(btf: Btf, id: number): number {
  if (id === 0) return 0
  if (id < btf.firstId) return btf.base === undefined ? FUNC : rawKind(btf.base, id)
  return (viewOf(btf.bytes).getUint32((btf.offsets[id - btf.firstId] ?? 0) + 4, true) >>> 24) & 0x1f
}

const hint = ({ base }: Btf) => (base === undefined ? '' : ': it was made with another base')

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
