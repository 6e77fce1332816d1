// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readElf, sectionData, sectionNamed } from '../elf/index.js'
import { must } from '../testing/must.js'
import { scratch } from '../testing/scratch.js'
import { valueOrFormatError } from '../testing/value-or-format-error.js'
import { type BtfType, isMadeWith, memberAt, readBtf, typeById, typesNamed, withoutNames } from './index.js'
import { type RawType, writeBtf } from './testing/write-btf.js'

const dir = scratch()

/** One of each kind; ids are places in the list, from 1. */
const TYPES: readonly RawType[] = [
  { kind: 'int', name: 'int', third: 4, tail: [(1 << 24) | 32] },
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
  { kind: 'func', name: 'f', vlen: 1, third: 13 },
  { kind: 'func_proto', vlen: 2, third: 1, tail: ['x', 2, '', 0] },
  { kind: 'var', name: 'v', third: 4, tail: [1] },
  { kind: 'datasec', name: '.data', vlen: 1, third: 24, tail: [14, 0, 24] },
  { kind: 'float', name: 'double', third: 8 },
  { kind: 'decl_tag', name: 'tag', third: 4, tail: [-1] },
  { kind: 'type_tag', name: 'user', third: 1 },
  { kind: 'enum64', name: 'big', vlen: 1, third: 8, tail: ['HUGE', 1, 0x80000000] },
  { kind: 'struct', name: 'bits', kindFlag: true, vlen: 1, third: 4, tail: ['b', 1, (3 << 24) | 5] },
]
const base = readBtf(writeBtf(TYPES))

describe('types', () => {
  const { int, ...rest } = Object.fromEntries(
    TYPES.map((_, index) => typeById(base, index + 1)).map(type => [
      `${type.kind} ${type.name}`.trim(),
      type,
    ]),
  ) as Record<string, BtfType>

  test('of every kind are decoded', () => {
    expect(int).toBeUndefined()
    expect(rest).toMatchObject({
      'int int': { size: 4, bits: 32, signed: true, bool: false },
      ptr: { type: 1 },
      array: { type: 1, indexType: 1, nelems: 7 },
      'struct outer': {
        size: 24,
        members: [
          { name: 'a', type: 1, bitOffset: 0, bitSize: 0 },
          { name: '', type: 5, bitOffset: 64 },
          { name: 'p', type: 2, bitOffset: 128 },
        ],
      },
      'enum e': {
        signed: true,
        values: [
          { name: 'MINUS', value: -1n },
          { name: 'ONE', value: 1n },
        ],
      },
      'fwd later': { of: 'union' },
      'func f': { type: 13, linkage: 'global' },
      func_proto: {
        type: 1,
        params: [
          { name: 'x', type: 2 },
          { name: '', type: 0 },
        ],
      },
      'var v': { type: 4, linkage: 1 },
      'datasec .data': { size: 24, vars: [{ type: 14, offset: 0, size: 24 }] },
      'float double': { size: 8 },
      'decl_tag tag': { type: 4, component: -1 },
      'type_tag user': { type: 1 },
      'enum64 big': { signed: false, values: [{ name: 'HUGE', value: 0x8000000000000001n }] },
      'struct bits': { members: [{ name: 'b', bitOffset: 5, bitSize: 3 }] },
    })
  })

  test('are found by name and kind', () => {
    expect(typesNamed(base, 'outer', 'struct').map(({ id }) => id)).toEqual([4])
    expect(typesNamed(base, 'outer', 'union')).toEqual([])
    expect(typesNamed(base, 'nobody', 'struct')).toEqual([])
    expect(typeById(base, 0)).toMatchObject({ kind: 'void', name: '' })
    expect(() => typeById(base, 21)).toThrow('type 21 does not exist, the last is 20')
  })

  test('members are found through qualifiers, unnamed unions and paths', () => {
    const outer = withoutNames(base, 11)
    expect(outer?.name).toBe('outer')
    expect(memberAt(base, outer, 'inside')?.bitOffset).toBe(64)
    expect(memberAt(base, outer, 'p')?.bitOffset).toBe(128)
    expect(memberAt(base, outer, 'p.x')).toBeUndefined()
    expect(memberAt(base, outer, 'nobody')).toBeUndefined()
  })
})

describe('split BTF', () => {
  const bytes = writeBtf(
    [
      { kind: 'struct', name: 'mine', vlen: 1, third: 24, tail: ['o', 4, 0] },
      { kind: 'const', third: 21 },
    ],
    base,
  )

  test('counts on from its base', () => {
    const split = readBtf(bytes, base)
    expect(split).toMatchObject({ firstId: 21, endId: 23 })
    expect(typeById(split, 22)).toMatchObject({ kind: 'const', type: 21 })
    expect(memberAt(split, withoutNames(split, 22), 'o.inside')?.bitOffset).toBe(64)
    expect(typesNamed(split, 'mine', 'struct')).toHaveLength(1)
    expect(typesNamed(split, 'outer', 'struct')).toHaveLength(1)
  })

  test('tells whether it was made with its base', () => {
    const more: RawType[] = ['zz', 'a_long_name'].map(name => ({ kind: 'float', name, third: 8 }))
    const madeWith = (types: readonly RawType[]) => isMadeWith(readBtf(bytes, readBtf(writeBtf(types))))
    expect(madeWith(TYPES)).toBe(true)
    // Its names begin inside others, or nowhere, and its types refer to those that are not there.
    expect(madeWith([...TYPES, ...more])).toBe(false)
    expect(madeWith(TYPES.slice(0, 3))).toBe(false)
    expect(isMadeWith(readBtf(bytes))).toBe(false)
    const func = writeBtf([{ kind: 'func', name: 'g', third: 13 }], base)
    expect(isMadeWith(readBtf(func, base))).toBe(true)
    const shifted = TYPES.map((type, index) => (index === 12 ? TYPES[9] : type)) as RawType[]
    expect(isMadeWith(readBtf(func, readBtf(writeBtf(shifted))))).toBe(false)
  })

  test('what leads nowhere has no type and no name', () => {
    const split = readBtf(bytes, readBtf(writeBtf(TYPES.slice(0, 3))))
    expect(withoutNames(split, 5)).toBeUndefined()
    expect(memberAt(split, typeById(split, 4), 'o.inside')).toBeUndefined()
    expect(typeById(readBtf(bytes), 1).name).toBe('')
  })
})

test('what gcc makes of C can be read', () => {
  writeFileSync(
    join(dir, 'a.c'),
    'struct in { int a : 3; unsigned long long b; }; struct out { char c; struct in in; } out; int f(struct out *o) { return o->in.a; }',
  )
  execFileSync('gcc', ['-gbtf', '-c', 'a.c'], { cwd: dir })
  const elf = readElf(readFileSync(join(dir, 'a.o')))
  const btf = readBtf(sectionData(elf, must(sectionNamed(elf, '.BTF'))))
  const [out] = typesNamed(btf, 'out', 'struct')
  expect(out?.size).toBe(24)
  expect(memberAt(btf, out, 'in.b')?.bitOffset).toBe(128)
})

test('damaged data is named with field and offset', () => {
  const good = Buffer.from(writeBtf(TYPES))
  const changed = (at: number, value: number) => {
    const bytes = Buffer.from(good)
    bytes.writeUInt32LE(value, at)
    return bytes
  }
  expect(() => readBtf(good.subarray(0, 20))).toThrow('btf_header at offset 20')
  expect(() => readBtf(changed(0, 1))).toThrow('magic at offset 0: 0x1 is not 0xeb9f')
  expect(() => readBtf(changed(4, 5))).toThrow('hdr_len at offset 4')
  expect(() => readBtf(changed(12, 1 << 30))).toThrow('type_off at offset 8')
  expect(() => readBtf(changed(28, 31 << 24))).toThrow('info at offset 28: kind 31 is not known')
  expect(() => readBtf(good.subarray(0, -1))).toThrow(/^str_off at offset 16/)
})

test('any bytes, and good data with some changed, give a value or a format error', () => {
  const ask = (bytes: Uint8Array) => {
    valueOrFormatError(() => {
      const btf = readBtf(bytes)
      for (let id = 0; id < btf.endId; id++) memberAt(btf, withoutNames(btf, id), 'inside')
      typesNamed(btf, 'outer', 'struct')
    })
    valueOrFormatError(() => readBtf(bytes, base))
  }
  const good = writeBtf(TYPES)
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), ask))
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 }),
      changes => {
        const bytes = Uint8Array.from(good)
        for (const [at, value] of changes) bytes[at] = value
        ask(bytes)
      },
    ),
    { numRuns: 1000 },
  )
})
