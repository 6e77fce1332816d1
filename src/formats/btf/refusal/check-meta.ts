// SPDX-License-Identifier: GPL-2.0-only
import { type BtfKind, KINDS, kindFlagOf, kindNumberOf, TAIL, TYPE_SIZE, vlenOf } from '../constants.js'
import type { Found } from './found.js'
import { isIdentifier, isNamed, isNameOffset, isSectionName, type Names, nameText } from './valid-name.js'

/** A type where it is stored. */
export interface RawMeta {
  readonly view: DataView
  /** Its offset in the data, and that of the end of the type section. */
  readonly at: number
  readonly end: number
  readonly names: Names
}

/** BTF_MAX_TYPE. */
const MAX_TYPE = 0xfffff
/** BITS_PER_U128. */
const MAX_BITS = 128

/** btf_check_meta() and what each kind has of it: returns the offset behind the type, undefined when it is refused. */
export function checkMeta({ view, at, end, names }: RawMeta, found: Found): number | undefined {
  const before = found.first
  const left = end - at
  if (left < TYPE_SIZE) return found.refuse(`meta_left:${left} meta_needed:${TYPE_SIZE}`)
  const info = view.getUint32(at + 4, true)
  const invalid = `Invalid btf_info:${info.toString(16)}`
  // 16 bits of vlen, 5 of kind, 1 of kind_flag; bits 29 and 30 make a kind that no kernel knows.
  if ((info & 0x60ff0000) !== 0) found.depends('wideInfo', invalid)
  const kind = KINDS[kindNumberOf(info)]
  if (kind === undefined || kind === 'void') return found.refuse(`Invalid kind:${kindNumberOf(info)}`)
  const name_off = view.getUint32(at, true)
  if (!isNameOffset(names, name_off)) return found.refuse(`Invalid name_offset:${name_off}`)
  const [fixed, each] = TAIL[kind]
  const needed = fixed + each * vlenOf(info)
  if (left - TYPE_SIZE < needed) {
    return found.refuse(`meta_left:${left - TYPE_SIZE} meta_needed:${needed}`)
  }
  const meta: Meta = {
    names,
    kind,
    name_off,
    vlen: vlenOf(info),
    kindFlag: kindFlagOf(info),
    third: view.getUint32(at + 8, true),
    word: index => view.getUint32(at + TYPE_SIZE + 4 * index, true),
  }
  CHECKS[kind](meta, found)
  return found.first !== before && found.first?.certain ? undefined : at + TYPE_SIZE + needed
}

interface Meta {
  readonly names: Names
  readonly kind: BtfKind
  readonly name_off: number
  readonly vlen: number
  readonly kindFlag: boolean
  /** Size or type. */
  readonly third: number
  /** A word behind struct btf_type. */
  readonly word: (index: number) => number
}

type Check = (meta: Meta, found: Found) => void

const KIND_FLAG = 'Invalid btf_info kind_flag'

/** btf_ref_type_check_meta() */
const checkReference: Check = ({ names, kind, name_off, vlen, kindFlag, third }, found) => {
  if (vlen !== 0) return found.refuse('vlen != 0')
  if (kindFlag && kind !== 'type_tag') return found.refuse(KIND_FLAG)
  if (kindFlag) found.depends('flaggedTags', KIND_FLAG)
  if (third > MAX_TYPE) return found.refuse('Invalid type_id')
  const isRight =
    kind === 'typedef'
      ? hasName(names, name_off)
      : kind === 'type_tag'
        ? isNamed(names, name_off)
        : name_off === 0
  if (!isRight) found.refuse('Invalid name')
}

const checkInt: Check = ({ vlen, kindFlag, third, word }, found) => {
  if (vlen !== 0) return found.refuse('vlen != 0')
  if (kindFlag) return found.refuse(KIND_FLAG)
  const data = word(0)
  if (data >>> 28 !== 0) return found.refuse(`Invalid int_data:${data.toString(16)}`)
  const bits = (data & 0xff) + ((data >>> 16) & 0xff)
  if (bits > MAX_BITS) return found.refuse(`nr_bits exceeds ${MAX_BITS}`)
  if (Math.ceil(bits / 8) > third) return found.refuse('nr_bits exceeds type_size')
  // None, signed, char or bool.
  if (![0, 1, 2, 4].includes(data >>> 24)) found.refuse('Unsupported encoding')
}

const checkArray: Check = ({ name_off, vlen, kindFlag, third, word }, found) => {
  if (name_off !== 0) return found.refuse('Invalid name')
  if (vlen !== 0) return found.refuse('vlen != 0')
  if (kindFlag) return found.refuse(KIND_FLAG)
  if (third !== 0) return found.refuse('size != 0')
  if (!isTypeOfValue(word(0))) return found.refuse('Invalid elem')
  if (!isTypeOfValue(word(1))) found.refuse('Invalid index')
}

/** Of a struct or union. */
const checkMembers: Check = ({ names, kind, name_off, vlen, kindFlag, third, word }, found) => {
  if (name_off !== 0 && !isIdentifier(names, name_off)) return found.refuse('Invalid name')
  let last = 0
  for (let index = 0; index < vlen; index++) {
    const name = word(3 * index)
    const refuse = (reason: string) => found.refuse(reason, nameText(names, name))
    if (!isNameOffset(names, name)) return refuse(`Invalid member name_offset:${name}`)
    if (name !== 0 && !isIdentifier(names, name)) return refuse('Invalid name')
    if (!isTypeOfValue(word(3 * index + 1))) return refuse('Invalid type_id')
    const offset = kindFlag ? word(3 * index + 2) & 0xffffff : word(3 * index + 2)
    if ((kind === 'union' && offset !== 0) || last > offset) return refuse('Invalid member bits_offset')
    if (Math.ceil(offset / 8) > third) return refuse('Member bits_offset exceeds its struct size')
    last = offset
  }
}

/** Of enum and enum64, whose values have 8 and 12 bytes. */
const checkValues: Check = ({ names, kind, name_off, vlen, third, word }, found) => {
  if (![1, 2, 4, 8].includes(third)) return found.refuse('Unexpected size')
  if (name_off !== 0 && !isIdentifier(names, name_off)) return found.refuse('Invalid name')
  const words = kind === 'enum' ? 2 : 3
  for (let index = 0; index < vlen; index++) {
    const name = word(words * index)
    if (!isNameOffset(names, name)) return found.refuse(`Invalid name_offset:${name}`)
    if (!hasName(names, name)) return found.refuse('Invalid name', nameText(names, name))
  }
}

const checkForward: Check = ({ names, name_off, vlen, third }, found) => {
  if (vlen !== 0) return found.refuse('vlen != 0')
  if (third !== 0) return found.refuse('type != 0')
  if (!hasName(names, name_off)) found.refuse('Invalid name')
}

/** vlen is the linkage: BTF_FUNC_STATIC or BTF_FUNC_GLOBAL. That there is a prototype is not looked at. */
const checkFunction: Check = ({ names, name_off, vlen, kindFlag }, found) => {
  if (!hasName(names, name_off)) return found.refuse('Invalid name')
  if (vlen > 1) return found.refuse('Invalid func linkage')
  if (kindFlag) found.refuse(KIND_FLAG)
}

const checkPrototype: Check = ({ name_off, kindFlag }, found) => {
  if (name_off !== 0) return found.refuse('Invalid name')
  if (kindFlag) found.refuse(KIND_FLAG)
}

const checkVariable: Check = ({ names, name_off, vlen, kindFlag, third, word }, found) => {
  if (vlen !== 0) return found.refuse('vlen != 0')
  if (kindFlag) return found.refuse(KIND_FLAG)
  if (!hasName(names, name_off)) return found.refuse('Invalid name')
  if (!isTypeOfValue(third)) return found.refuse('Invalid type_id')
  // BTF_VAR_STATIC, BTF_VAR_GLOBAL_ALLOCATED.
  if (word(0) > 1) found.refuse('Linkage not supported')
}

const checkSection: Check = ({ names, name_off, vlen, kindFlag, third, word }, found) => {
  if (third === 0) return found.refuse('size == 0')
  if (kindFlag) return found.refuse(KIND_FLAG)
  if (!isSectionName(names, name_off)) return found.refuse('Invalid name')
  if (!isIdentifier(names, name_off)) found.depends('printableSections', 'Invalid name')
  let last = 0
  for (let index = 0; index < vlen; index++) {
    const [type, offset, size] = [word(3 * index), word(3 * index + 1), word(3 * index + 2)]
    if (!isTypeOfValue(type)) return found.refuse('Invalid type_id')
    if (offset < last || offset >= third) return found.refuse('Invalid offset')
    if (size === 0 || size > third) return found.refuse('Invalid size')
    last = offset + size
    if (last > third) return found.refuse('Invalid offset+size')
  }
}

const checkFloat: Check = ({ vlen, kindFlag, third }, found) => {
  if (vlen !== 0) return found.refuse('vlen != 0')
  if (kindFlag) return found.refuse(KIND_FLAG)
  if (![2, 4, 8, 12, 16].includes(third)) found.refuse('Invalid type_size')
}

const checkTag: Check = ({ names, name_off, vlen, kindFlag, word }, found) => {
  if (!isNamed(names, name_off)) return found.refuse('Invalid value')
  if (vlen !== 0) return found.refuse('vlen != 0')
  if (kindFlag) found.depends('flaggedTags', KIND_FLAG)
  const component = word(0) | 0
  if (component < -1) found.refuse('Invalid component_idx')
}

const CHECKS: Readonly<Record<BtfKind, Check>> = {
  void: () => {},
  int: checkInt,
  ptr: checkReference,
  array: checkArray,
  struct: checkMembers,
  union: checkMembers,
  enum: checkValues,
  fwd: checkForward,
  typedef: checkReference,
  volatile: checkReference,
  const: checkReference,
  restrict: checkReference,
  func: checkFunction,
  func_proto: checkPrototype,
  var: checkVariable,
  datasec: checkSection,
  float: checkFloat,
  decl_tag: checkTag,
  type_tag: checkReference,
  enum64: checkValues,
}

/** Neither void nor beyond what an id can be. That there is such a type is not looked at. */
const isTypeOfValue = (id: number): boolean => id !== 0 && id <= MAX_TYPE

const hasName = (names: Names, name_off: number): boolean => name_off !== 0 && isIdentifier(names, name_off)
