// SPDX-License-Identifier: GPL-2.0-only
import { FormatError } from '../../core/errors.js'
import type { Btf, BtfMember, BtfType } from './btf.js'
import { KINDS, kindFlagOf, kindNumberOf, TYPE_SIZE, vlenOf } from './constants.js'

const VOID: BtfType = { id: 0, kind: 'void', name: '' }

/** The type with that id, of the base or of the data itself; throws FormatError when there is none. */
export function typeById(btf: Btf, id: number): BtfType {
  if (id === 0) return VOID
  if (id < btf.firstId && btf.base !== undefined) return typeById(btf.base, id)
  const at = btf.offsets[id - btf.firstId]
  if (at === undefined) {
    throw new FormatError(`type ${id} does not exist, the last is ${btf.endId - 1}`, {
      offset: 0,
      field: 'type',
    })
  }
  return decode(btf, id, at)
}

/** Far beyond KSYM_NAME_LEN (512): bounds what types that share one endless name can cost. */
const MAX_NAME = 4096

/** The string at a name_off, of the base or of the data itself; empty for 0. Throws FormatError when it is longer than any name. */
function nameAt(btf: Btf, name_off: number): string {
  if (name_off === 0) return ''
  if (name_off < btf.firstName && btf.base !== undefined) return nameAt(btf.base, name_off)
  const start = name_off - btf.firstName
  const within = btf.strings.subarray(start, start + MAX_NAME + 1)
  const end = within.indexOf(0)
  if (end < 0 && within.length > MAX_NAME) {
    throw new FormatError(`name ${name_off} is longer than ${MAX_NAME} bytes`, {
      offset: 0,
      field: 'name_off',
    })
  }
  return within.toString('latin1', 0, Math.max(end, 0))
}

const LINKAGES = ['static', 'global', 'extern'] as const

function decode(btf: Btf, id: number, at: number): BtfType {
  const view = new DataView(btf.bytes.buffer, btf.bytes.byteOffset, btf.bytes.byteLength)
  const u32 = (offset: number) => view.getUint32(offset, true)
  const info = u32(at + 4)
  const kind = KINDS[kindNumberOf(info)] ?? 'void'
  const vlen = vlenOf(info)
  const kindFlag = kindFlagOf(info)
  /** Its size or the type that it refers to. */
  const third = u32(at + 8)
  const tail = at + TYPE_SIZE
  const common = { id, name: nameAt(btf, u32(at)) }
  const entries = <T>(each: number, read: (entry: number) => T): readonly T[] =>
    Array.from({ length: vlen }, (_, index) => read(tail + index * each))
  switch (kind) {
    case 'void':
      return { ...common, kind }
    case 'int': {
      const value = u32(tail)
      return {
        ...common,
        kind,
        size: third,
        bits: value & 0xff,
        signed: ((value >>> 24) & 1) !== 0,
        bool: ((value >>> 24) & 4) !== 0,
      }
    }
    case 'ptr':
    case 'typedef':
    case 'volatile':
    case 'const':
    case 'restrict':
    case 'type_tag':
      return { ...common, kind, type: third }
    case 'array':
      return { ...common, kind, type: u32(tail), indexType: u32(tail + 4), nelems: u32(tail + 8) }
    case 'struct':
    case 'union':
      return {
        ...common,
        kind,
        size: third,
        members: entries(12, entry => member(btf, u32(entry), u32(entry + 4), u32(entry + 8), kindFlag)),
      }
    case 'enum':
      return {
        ...common,
        kind,
        size: third,
        signed: kindFlag,
        values: entries(8, entry => ({
          name: nameAt(btf, u32(entry)),
          value: BigInt(kindFlag ? view.getInt32(entry + 4, true) : u32(entry + 4)),
        })),
      }
    case 'enum64':
      return {
        ...common,
        kind,
        size: third,
        signed: kindFlag,
        values: entries(12, entry => {
          const value = (BigInt(u32(entry + 8)) << 32n) | BigInt(u32(entry + 4))
          return { name: nameAt(btf, u32(entry)), value: kindFlag ? BigInt.asIntN(64, value) : value }
        }),
      }
    case 'fwd':
      return { ...common, kind, of: kindFlag ? 'union' : 'struct' }
    case 'func':
      return { ...common, kind, type: third, linkage: LINKAGES[vlen] ?? 'static' }
    case 'func_proto':
      return {
        ...common,
        kind,
        type: third,
        params: entries(8, entry => ({ name: nameAt(btf, u32(entry)), type: u32(entry + 4) })),
      }
    case 'var':
      return { ...common, kind, type: third, linkage: u32(tail) }
    case 'datasec':
      return {
        ...common,
        kind,
        size: third,
        vars: entries(12, entry => ({ type: u32(entry), offset: u32(entry + 4), size: u32(entry + 8) })),
      }
    case 'float':
      return { ...common, kind, size: third }
    case 'decl_tag':
      return { ...common, kind, type: third, component: view.getInt32(tail, true) }
  }
}

/** With the struct's kind_flag the offset shares its word with the size of a bit field. */
function member(btf: Btf, name_off: number, type: number, offset: number, kindFlag: boolean): BtfMember {
  const name = nameAt(btf, name_off)
  return kindFlag
    ? { name, type, bitOffset: offset & 0xffffff, bitSize: offset >>> 24 }
    : { name, type, bitOffset: offset, bitSize: 0 }
}
