// SPDX-License-Identifier: GPL-2.0-only
import type { Btf } from '../btf.js'
import { type BtfKind, KINDS } from '../constants.js'

/** A type as it is stored: what follows struct btf_type is given as words. A string stands for its name_off. */
export interface RawType {
  readonly kind: BtfKind
  readonly name?: string
  readonly vlen?: number
  readonly kindFlag?: boolean
  /** Size or type. */
  readonly third?: number
  readonly tail?: readonly (number | string)[]
}

/** BTF with these types; with a base, split BTF whose strings count on from those of the base. */
export function writeBtf(types: readonly RawType[], base?: Btf): Uint8Array {
  const first = base === undefined ? 0 : base.firstName + base.strings.length
  let strings = base === undefined ? '\0' : ''
  const known = new Map<string, number>([['', 0]])
  const nameOff = (name: string) => {
    const offset = known.get(name) ?? first + strings.length
    if (!known.has(name)) strings += `${name}\0`
    known.set(name, offset)
    return offset
  }
  const words = types.flatMap(({ kind, name = '', vlen = 0, kindFlag = false, third = 0, tail = [] }) => [
    nameOff(name),
    (((kindFlag ? 0x80000000 : 0) | (KINDS.indexOf(kind) << 24) | vlen) >>> 0) as number,
    third,
    ...tail.map(word => (typeof word === 'string' ? nameOff(word) : word >>> 0)),
  ])
  const header = Buffer.alloc(24)
  header.writeUInt16LE(0xeb9f, 0)
  header.writeUInt8(1, 2)
  header.writeUInt32LE(24, 4)
  header.writeUInt32LE(words.length * 4, 12)
  header.writeUInt32LE(words.length * 4, 16)
  header.writeUInt32LE(strings.length, 20)
  return Buffer.concat([header, Buffer.from(new Uint32Array(words).buffer), Buffer.from(strings, 'latin1')])
}
