// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { scratch } from '../../testing/scratch.js'
import { readBtf } from '../read-btf.js'
import { type RawType, writeBtf } from '../testing/write-btf.js'
import { type BtfRules, NOTHING_KNOWN, rulesOfKernel } from './btf-rules.js'
import { kernelRefusal, refusalText } from './kernel-refusal.js'

const OLD: BtfRules = {
  layout: false,
  wideInfo: false,
  flaggedTags: false,
  tagsAnywhere: false,
  printableSections: false,
}
const NEW: BtfRules = {
  layout: true,
  wideInfo: true,
  flaggedTags: true,
  tagsAnywhere: true,
  printableSections: true,
}

const INT: RawType = { kind: 'int', name: 'int', third: 4, tail: [(1 << 24) | 32] }
const refused = (bytes: Uint8Array, rules: BtfRules = NEW) => {
  const refusal = kernelRefusal(bytes, { rules })
  return refusal && `${refusal.certain ? '' : 'perhaps '}${refusalText(refusal)}`
}
const ofTypes = (types: readonly RawType[], rules?: BtfRules) => refused(writeBtf(types), rules)
/** Of a type behind an int, number 2. */
const ofType = (type: RawType, rules?: BtfRules) => ofTypes([INT, type], rules)

test('one of each kind is taken by all kernels', () => {
  const all: RawType[] = [
    INT,
    { kind: 'ptr', third: 1 },
    { kind: 'array', tail: [1, 1, 7] },
    { kind: 'struct', name: 'outer', vlen: 3, third: 24, tail: ['a', 1, 0, '', 5, 64, 'p', 2, 128] },
    { kind: 'union', vlen: 1, third: 4, tail: ['inside', 1, 0] },
    { kind: 'enum', name: 'e', vlen: 2, kindFlag: true, third: 4, tail: ['MINUS', -1, 'ONE', 1] },
    { kind: 'fwd', name: 'later', kindFlag: true },
    { kind: 'typedef', name: 'outer_t', third: 4 },
    { kind: 'volatile', third: 8 },
    { kind: 'const', third: 9 },
    { kind: 'restrict', third: 10 },
    { kind: 'func', name: 'f.cold', vlen: 1, third: 13 },
    { kind: 'func_proto', vlen: 2, third: 1, tail: ['x', 2, '', 0] },
    { kind: 'var', name: 'v', third: 4, tail: [1] },
    { kind: 'datasec', name: '.data', vlen: 1, third: 24, tail: [14, 0, 24] },
    { kind: 'float', name: 'double', third: 8 },
    { kind: 'decl_tag', name: 'tag', third: 4, tail: [-1] },
    { kind: 'type_tag', name: 'user', third: 1 },
    { kind: 'enum64', name: 'big', vlen: 1, third: 8, tail: ['HUGE', 1, 0x80000000] },
    { kind: 'struct', name: 'bits', kindFlag: true, vlen: 1, third: 4, tail: ['b', 1, (3 << 24) | 5] },
  ]
  for (const rules of [OLD, NEW, NOTHING_KNOWN]) expect(ofTypes(all, rules)).toBeUndefined()
})

const bits = (data: number, third = 4): RawType => ({ kind: 'int', name: 'int', third, tail: [data] })

test.each<[string, RawType, string]>([
  ['an int with elements', { ...INT, vlen: 1 }, 'INT int vlen != 0'],
  ['an int with kind_flag', { ...INT, kindFlag: true }, 'INT int Invalid btf_info kind_flag'],
  ['an int with unknown bits', bits(0x10000020), 'INT int Invalid int_data:10000020'],
  ['an int wider than 128 bits', bits(0x00010080, 32), 'INT int nr_bits exceeds 128'],
  ['an int wider than its size', bits(33), 'INT int nr_bits exceeds type_size'],
  ['an int with two encodings', bits(0x03000020), 'INT int Unsupported encoding'],
  ['a pointer with a name', { kind: 'ptr', name: 'p', third: 1 }, 'PTR p Invalid name'],
  ['a pointer with elements', { kind: 'ptr', vlen: 1, third: 1 }, 'PTR (anon) vlen != 0'],
  ['a flagged pointer', { kind: 'ptr', kindFlag: true }, 'PTR (anon) Invalid btf_info kind_flag'],
  ['an id too large', { kind: 'const', third: 0x100000 }, 'CONST (anon) Invalid type_id'],
  ['a typedef without a name', { kind: 'typedef', third: 1 }, 'TYPEDEF (anon) Invalid name'],
  [
    'a typedef that begins with a digit',
    { kind: 'typedef', name: '8t', third: 1 },
    'TYPEDEF 8t Invalid name',
  ],
  ['a type tag without a name', { kind: 'type_tag', third: 1 }, 'TYPE_TAG (anon) Invalid name'],
  ['an array with a name', { kind: 'array', name: 'a', tail: [1, 1, 1] }, 'ARRAY a Invalid name'],
  ['an array of a size', { kind: 'array', third: 4, tail: [1, 1, 1] }, 'ARRAY (anon) size != 0'],
  ['an array of void', { kind: 'array', tail: [0, 1, 1] }, 'ARRAY (anon) Invalid elem'],
  ['an array over void', { kind: 'array', tail: [1, 0, 1] }, 'ARRAY (anon) Invalid index'],
  ['an array with elements', { kind: 'array', vlen: 1, tail: [1, 1, 1] }, 'ARRAY (anon) vlen != 0'],
  [
    'a flagged array',
    { kind: 'array', kindFlag: true, tail: [1, 1, 1] },
    'ARRAY (anon) Invalid btf_info kind_flag',
  ],
  ['a struct with a bad name', { kind: 'struct', name: 'a b' }, 'STRUCT a b Invalid name'],
  [
    'a member with a bad name',
    { kind: 'struct', name: 's', vlen: 1, third: 4, tail: ['a-b', 1, 0] },
    'STRUCT s member a-b Invalid name',
  ],
  [
    'a member with a name nowhere',
    { kind: 'struct', name: 's', vlen: 1, third: 4, tail: [999, 1, 0] },
    'STRUCT s Invalid member name_offset:999',
  ],
  [
    'a member of void',
    { kind: 'struct', name: 's', vlen: 1, third: 4, tail: ['a', 0, 0] },
    'STRUCT s member a Invalid type_id',
  ],
  [
    'a member before the last',
    { kind: 'struct', name: 's', vlen: 2, third: 8, tail: ['a', 1, 32, 'b', 1, 0] },
    'STRUCT s member b Invalid member bits_offset',
  ],
  [
    'a member of a union behind its start',
    { kind: 'union', name: 'u', vlen: 1, third: 8, tail: ['a', 1, 32] },
    'UNION u member a Invalid member bits_offset',
  ],
  [
    'a member behind the end',
    { kind: 'struct', name: 's', vlen: 1, third: 4, tail: ['a', 1, 40] },
    'STRUCT s member a Member bits_offset exceeds its struct size',
  ],
  ['an enum of 3 bytes', { kind: 'enum', name: 'e', third: 3 }, 'ENUM e Unexpected size'],
  [
    'a value without a name',
    { kind: 'enum', name: 'e', vlen: 1, third: 4, tail: ['', 1] },
    'ENUM e Invalid name',
  ],
  [
    'a value with a name nowhere',
    { kind: 'enum64', vlen: 1, third: 8, tail: [999, 1, 0] },
    'ENUM64 (anon) Invalid name_offset:999',
  ],
  ['a forward without a name', { kind: 'fwd' }, 'FWD (anon) Invalid name'],
  ['a forward to a type', { kind: 'fwd', name: 'f', third: 1 }, 'FWD f type != 0'],
  ['a forward with elements', { kind: 'fwd', name: 'f', vlen: 1 }, 'FWD f vlen != 0'],
  ['a function without a name', { kind: 'func', third: 1 }, 'FUNC (anon) Invalid name'],
  ['an external function', { kind: 'func', name: 'f', vlen: 2, third: 1 }, 'FUNC f Invalid func linkage'],
  ['a flagged function', { kind: 'func', name: 'f', kindFlag: true }, 'FUNC f Invalid btf_info kind_flag'],
  ['a prototype with a name', { kind: 'func_proto', name: 'f' }, 'FUNC_PROTO f Invalid name'],
  [
    'a flagged prototype',
    { kind: 'func_proto', kindFlag: true },
    'FUNC_PROTO (anon) Invalid btf_info kind_flag',
  ],
  ['a variable without a name', { kind: 'var', third: 1, tail: [0] }, 'VAR (anon) Invalid name'],
  ['a variable of void', { kind: 'var', name: 'v', tail: [0] }, 'VAR v Invalid type_id'],
  ['an external variable', { kind: 'var', name: 'v', third: 1, tail: [2] }, 'VAR v Linkage not supported'],
  ['an empty section', { kind: 'datasec', name: '.data' }, 'DATASEC .data size == 0'],
  ['a section without a name', { kind: 'datasec', third: 4 }, 'DATASEC (anon) Invalid name'],
  [
    'a section with a flag',
    { kind: 'datasec', name: '.data', third: 4, kindFlag: true },
    'DATASEC .data Invalid btf_info kind_flag',
  ],
  [
    'a section of void',
    { kind: 'datasec', name: '.data', vlen: 1, third: 4, tail: [0, 0, 4] },
    'DATASEC .data Invalid type_id',
  ],
  [
    'a section with what overlaps',
    { kind: 'datasec', name: '.data', vlen: 2, third: 8, tail: [1, 0, 4, 1, 2, 4] },
    'DATASEC .data Invalid offset',
  ],
  [
    'a section with what is empty',
    { kind: 'datasec', name: '.data', vlen: 1, third: 8, tail: [1, 0, 0] },
    'DATASEC .data Invalid size',
  ],
  [
    'a section with what goes beyond it',
    { kind: 'datasec', name: '.data', vlen: 1, third: 8, tail: [1, 4, 8] },
    'DATASEC .data Invalid offset+size',
  ],
  ['a float of 5 bytes', { kind: 'float', name: 'f', third: 5 }, 'FLOAT f Invalid type_size'],
  ['a float with elements', { kind: 'float', name: 'f', third: 4, vlen: 1 }, 'FLOAT f vlen != 0'],
  ['a tag without a value', { kind: 'decl_tag', third: 1, tail: [-1] }, 'DECL_TAG (anon) Invalid value'],
  [
    'a tag of a negative component',
    { kind: 'decl_tag', name: 't', third: 1, tail: [-2] },
    'DECL_TAG t Invalid component_idx',
  ],
  ['a name of 513 bytes', { kind: 'fwd', name: 'a'.repeat(513) }, `FWD ${'a'.repeat(512)} Invalid name`],
])('%s is refused by all kernels', (_, type, text) => {
  for (const rules of [OLD, NEW, NOTHING_KNOWN]) expect(ofType(type, rules)).toBe(`[2] ${text}`)
})

test('what no kernel looks at is taken', () => {
  expect(ofType({ kind: 'fwd', name: 'a'.repeat(512) })).toBeUndefined()
  // Not a prototype, no such type, no such argument: only BTF of programs is resolved.
  expect(ofType({ kind: 'func', name: 'f', third: 99 })).toBeUndefined()
  expect(ofType({ kind: 'struct', name: 's', vlen: 1, third: 1, tail: ['a', 99, 0] })).toBeUndefined()
  expect(ofType({ kind: 'func_proto', vlen: 1, third: 99, tail: [999, 99] })).toBeUndefined()
  expect(ofType({ kind: 'float', third: 8 })).toBeUndefined()
})

describe('where kernels differ', () => {
  const between = (type: RawType) => [OLD, NEW, NOTHING_KNOWN].map(rules => ofType(type, rules))

  test('attributes of tags', () => {
    const flagged = 'Invalid btf_info kind_flag'
    const type: RawType = { kind: 'type_tag', name: 't', third: 1, kindFlag: true }
    expect(between(type)).toEqual([
      `[2] TYPE_TAG t ${flagged}`,
      undefined,
      `perhaps [2] TYPE_TAG t ${flagged}`,
    ])
    const decl: RawType = { kind: 'decl_tag', name: 't', third: 1, tail: [-1], kindFlag: true }
    expect(between(decl)[0]).toBe(`[2] DECL_TAG t ${flagged}`)
    expect(between(decl)[1]).toBeUndefined()
  })

  test('names of sections', () => {
    const type: RawType = { kind: 'datasec', name: '.data-x', third: 4 }
    const refusal = '[2] DATASEC .data-x Invalid name'
    expect(between(type)).toEqual([refusal, undefined, `perhaps ${refusal}`])
    expect(ofType({ kind: 'datasec', name: '.da\x01ta', third: 4 })).toMatch('Invalid name')
  })

  test('more than 65,535 members', () => {
    const vlen = 0x10000
    const tail = Array.from({ length: vlen * 2 }, (_, index) => (index % 2 === 0 ? 'A' : index))
    expect(between({ kind: 'enum', name: 'e', vlen, third: 4, tail })).toEqual([
      '[2] ENUM e Invalid btf_info:6010000',
      undefined,
      'perhaps [2] ENUM e Invalid btf_info:6010000',
    ])
  })

  test('type tags behind qualifiers', () => {
    const types: RawType[] = [INT, { kind: 'type_tag', name: 't', third: 1 }, { kind: 'const', third: 2 }]
    const text = "[3] CONST (anon) Type tags don't precede modifiers"
    expect([OLD, NEW, NOTHING_KNOWN].map(rules => ofTypes(types, rules))).toEqual([
      text,
      undefined,
      `perhaps ${text}`,
    ])
    expect(ofTypes([INT, { kind: 'const', third: 1 }, { kind: 'type_tag', name: 't', third: 2 }], OLD)).toBe(
      undefined,
    )
  })

  test('a layout section', () => {
    const plain = Buffer.from(writeBtf([INT]))
    const header = Buffer.alloc(32)
    plain.copy(header, 0, 0, 24)
    header.writeUInt32LE(32, 4)
    const [types, strings] = [plain.subarray(24, 40), plain.subarray(40)]
    const layout = Buffer.alloc(4)
    header.writeUInt32LE(16 + strings.length, 24)
    header.writeUInt32LE(4, 28)
    const bytes = Buffer.concat([header, types, strings, layout])
    expect(refused(bytes, OLD)).toBe('Unsupported btf_header')
    expect(refused(bytes, NEW)).toBeUndefined()
    expect(refused(bytes, NOTHING_KNOWN)).toBe('perhaps Unsupported btf_header')
  })
})

test('a refusal for sure counts more than an earlier one that depends on the kernel', () => {
  const doubtful: RawType = { kind: 'type_tag', name: 't', third: 1, kindFlag: true }
  expect(ofTypes([INT, doubtful, { kind: 'fwd' }], NOTHING_KNOWN)).toBe('[3] FWD (anon) Invalid name')
})

test('chains of modifiers end', () => {
  const chain = (length: number): RawType[] => [
    ...Array.from({ length }, (_, index): RawType => ({ kind: 'const', third: index + 2 })),
    INT,
  ]
  expect(ofTypes(chain(32))).toBeUndefined()
  expect(ofTypes(chain(33))).toBe('[1] CONST (anon) Max chain length or cycle detected')
  expect(ofTypes([{ kind: 'const', third: 1 }])).toBe('[1] CONST (anon) Max chain length or cycle detected')
  expect(ofTypes([{ kind: 'const', third: 9 }])).toBe('[1] CONST (anon) type_id=9 does not exist')
})

describe('header and sections', () => {
  const good = Buffer.from(writeBtf([INT]))
  const changed = (at: number, value: number) => {
    const bytes = Buffer.from(good)
    bytes.writeUInt32LE(value >>> 0, at)
    return refused(bytes)
  }

  test('are refused in the words of the kernel', () => {
    expect(refused(good)).toBeUndefined()
    expect(refused(good.subarray(0, 6))).toBe('hdr_len not found')
    expect(refused(good.subarray(0, 20))).toBe('btf_header not found')
    expect(refused(good.subarray(0, 24))).toBe('No data')
    expect(changed(0, 0x0001eb9e)).toBe('Invalid magic')
    expect(changed(0, 0x0002eb9f)).toBe('Unsupported version')
    expect(changed(0, 0x0101eb9f)).toBe('Unsupported flags')
    expect(changed(8, 4)).toBe('Unsupported section found')
    const nowhere = Buffer.from(good)
    nowhere.fill(0x7f, 8, 12).fill(0x7f, 16, 20)
    expect(refused(nowhere)).toBe('Invalid section offset')
    expect(changed(8, 0xffffffff)).toBe('Invalid section offset')
    expect(changed(12, 999)).toBe('Total section length too long')
    expect(changed(16, 12)).toBe('Section overlap found')
    expect(changed(20, 4)).toBe('Unsupported section found')
    expect(refused(Buffer.concat([good.subarray(0, -1), Buffer.from('x')]))).toBe('Invalid string section')
  })

  test('types that end too early or are none', () => {
    expect(changed(28, 31 << 24)).toBe('[1] Invalid kind:31')
    expect(changed(24, 99)).toBe('[1] INT (anon) Invalid name_offset:99')
    expect(changed(28, (4 << 24) | 9)).toBe('[1] STRUCT int meta_left:4 meta_needed:108')
  })
})

describe('of a module', () => {
  const kernel: RawType[] = [INT, { kind: 'struct', name: 'a_struct', third: 4 }]
  const base = readBtf(writeBtf(kernel))
  const module = writeBtf([{ kind: 'typedef', name: 'int', third: 1 }], base)
  const over = (types: readonly RawType[]) => {
    const refusal = kernelRefusal(module, { base: readBtf(writeBtf(types)), rules: NEW })
    return refusal && refusalText(refusal)
  }
  const own = (name: string) =>
    kernelRefusal(writeBtf([{ kind: 'typedef', name, third: 1 }], base), { base, rules: NEW })

  test('names and ids count on from the base', () => {
    expect(kernelRefusal(module, { base, rules: NEW })).toBeUndefined()
    expect(own('own_t')).toBeUndefined()
    expect(own('own t')).toMatchObject({
      type: { id: 3, kind: 'TYPEDEF', name: 'own t' },
      reason: 'Invalid name',
    })
  })

  test('with the base of another kernel it depends on what stands there by chance', () => {
    const foreign = (name: string) => over([{ ...INT, name }])
    // Its name was behind 14 bytes of strings: it now begins at the 13th character of this one.
    expect(foreign('a_longer_name_than_that')).toBeUndefined()
    expect(foreign('a_longer_name2')).toBe('[2] TYPEDEF 2 Invalid name')
    expect(foreign('exactly_13_by')).toBe('[2] TYPEDEF (anon) Invalid name')
  })
})

test('a kernel tells by its own BTF what it takes', () => {
  const member = (name: string): RawType => ({
    kind: 'struct',
    name: name === 'base_id_map' ? 'btf' : 'btf_header',
    vlen: 1,
    third: 4,
    tail: [name, 1, 0],
  })
  const func = (name: string): RawType => ({ kind: 'func', name, third: 2 })
  const proto: RawType = { kind: 'func_proto' }
  const rules = (...types: RawType[]) => rulesOfKernel(readBtf(writeBtf([INT, proto, ...types])))
  expect(rules()).toEqual(NOTHING_KNOWN)
  expect(rules(member('magic'), func('btf_check_type_tags'), func('__btf_name_valid'))).toEqual({
    ...OLD,
    flaggedTags: undefined,
  })
  const newest = [
    member('layout_off'),
    member('base_id_map'),
    func('btf_check_modifier_chain_length'),
    { kind: 'enum', name: 'btf_max', third: 4 } as const,
  ]
  expect(rules(...newest)).toEqual(NEW)
})

test('what gcc and pahole make of C is taken', () => {
  const dir = scratch()
  writeFileSync(
    join(dir, 'a.c'),
    'struct in { int a : 3; double b; } x; int f(struct in *o) { return o->a; }',
  )
  execFileSync('gcc', ['-g', '-c', 'a.c'], { cwd: dir })
  execFileSync('pahole', ['--btf_encode_detached=a.btf', 'a.o'], { cwd: dir })
  expect(refused(readFileSync(join(dir, 'a.btf')), OLD)).toBeUndefined()
})

test('any bytes, and good data with some changed, give an answer', () => {
  const good = writeBtf([INT, { kind: 'struct', name: 's', vlen: 1, third: 4, tail: ['a', 1, 0] }])
  const base = readBtf(good)
  const ask = (bytes: Uint8Array) => {
    for (const rules of [OLD, NEW, NOTHING_KNOWN]) {
      kernelRefusal(bytes, { rules })
      kernelRefusal(bytes, { base, rules })
    }
  }
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), ask))
  const change = fc.tuple(fc.nat(good.length - 1), fc.nat(255))
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), changes => {
      const bytes = Uint8Array.from(good)
      for (const [at, value] of changes) bytes[at] = value
      ask(bytes)
    }),
    { numRuns: 1000 },
  )
})
