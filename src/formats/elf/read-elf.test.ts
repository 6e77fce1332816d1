// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FormatError } from '../../core/errors.js'
import { must } from '../testing/must.js'
import { scratch } from '../testing/scratch.js'
import { valueOrFormatError } from '../testing/value-or-format-error.js'
import {
  bytesAt,
  EM_AARCH64,
  EM_X86_64,
  ET_EXEC,
  ET_REL,
  isUndefined,
  PT_LOAD,
  programHeaders,
  R_X86_64_64,
  readElf,
  relocations,
  relocationTable,
  SHF_ALLOC,
  SHF_EXECINSTR,
  SHN_ABS,
  SHN_COMMON,
  SHT_NOBITS,
  STB_GLOBAL,
  STB_LOCAL,
  STB_WEAK,
  STT_FUNC,
  STT_OBJECT,
  sectionData,
  sectionNamed,
  symbolNamed,
  symbols,
} from './index.js'
import { writeElf } from './testing/write-elf.js'

// What the tools make of the sources below, beside the types that readers look for.
const R_X86_64_PC32 = 2
const R_X86_64_PLT32 = 4
const R_X86_64_RELATIVE = 8

const dir = scratch()

function run(command: string, ...args: string[]): string {
  return execFileSync(command, args, { cwd: dir, encoding: 'utf8', maxBuffer: 1 << 28 })
}

function compile(name: string, source: string, ...flags: string[]): Uint8Array {
  writeFileSync(join(dir, `${name}.c`), source)
  run('gcc', '-O1', '-fno-pic', '-fno-asynchronous-unwind-tables', ...flags, '-o', name, `${name}.c`)
  return readFileSync(join(dir, name))
}

const SOURCE = `
extern int other(int);
extern int table[];
__attribute__((weak)) int maybe(void) { return 3; }
static int hidden(int x) { return other(x) + table[2]; }
int visible(int x) { return hidden(x) + 1; }
int data_here[3] = { 1, 2, 3 };
int *pointer_to_second = &data_here[1];
int zeroes[1000];
`

describe('an object made by gcc', () => {
  const elf = readElf(compile('object.o', SOURCE, '-c', '-fno-inline'))

  test('has the sections that readelf sees', () => {
    const listed = [
      ...run('readelf', '-SW', 'object.o').matchAll(
        /^ +\[ *(\d+)\] (\S*) +\S+ +[0-9a-f]{16} ([0-9a-f]+) ([0-9a-f]+)/gm,
      ),
    ].map(([, index, name, offset, size]) => [
      Number(index),
      name,
      Number(`0x${offset}`),
      Number(`0x${size}`),
    ])
    expect(elf.sections.slice(1).map(s => [s.index, s.name, s.sh_offset, s.sh_size])).toEqual(
      listed.filter(([index]) => index !== 0),
    )
    expect(elf.header).toMatchObject({ e_type: ET_REL, e_machine: EM_X86_64 })
    expect(programHeaders(elf)).toEqual([])
  })

  test('has the symbols that readelf sees', () => {
    const listed = [
      ...run('readelf', '-sW', 'object.o').matchAll(
        /^ +(\d+): ([0-9a-f]{16}) +(\d+) \S+ +\S+ +\S+ +(\S+) ?(.*)$/gm,
      ),
    ].map(([, index, value, size, , name]) => [Number(index), BigInt(`0x${value}`), Number(size), name])
    // readelf shows the section's name for a section symbol, which has none of its own.
    const ours = symbols(elf).map(s => [
      s.index,
      s.st_value,
      s.st_size,
      s.st_type === 3 ? elf.sections[s.section ?? 0]?.name : s.name,
    ])
    expect(ours).toEqual(listed)
  })

  test('tells defined, weak and undefined symbols apart', () => {
    expect(
      symbols(elf)
        .filter(isUndefined)
        .map(s => s.name)
        .sort(),
    ).toEqual(['other', 'table'])
    expect(symbolNamed(elf, 'maybe')).toMatchObject({ st_bind: STB_WEAK, st_type: STT_FUNC })
    expect(symbolNamed(elf, 'hidden')).toMatchObject({ st_bind: STB_LOCAL, st_type: STT_FUNC })
    expect(symbolNamed(elf, 'data_here')).toMatchObject({
      st_bind: STB_GLOBAL,
      st_type: STT_OBJECT,
      st_size: 12,
    })
    expect(elf.sections[symbolNamed(elf, 'data_here')?.section ?? 0]?.name).toBe('.data')
    expect(symbolNamed(elf, 'nowhere')).toBeUndefined()
  })

  test('names symbol, type and addend of each relocation', () => {
    const text = sectionNamed(elf, '.text')
    const named = relocations(elf, must(text)).map(r => [symbols(elf)[r.r_sym]?.name, r.r_type, r.r_addend])
    expect(named).toContainEqual(['other', R_X86_64_PLT32, -4n])
    expect(named).toContainEqual(['table', R_X86_64_PC32, 4n])
    const [pointer] = relocations(elf, must(sectionNamed(elf, '.data')))
    expect(pointer).toMatchObject({ r_type: R_X86_64_64 })
    expect(symbols(elf)[pointer?.r_sym ?? 0]?.name).toMatch(/^(\.data|data_here)$/)
    expect(relocations(elf, must(sectionNamed(elf, '.bss')))).toEqual([])
  })

  test('gives contents, and none for zeroed sections whatever their size', () => {
    expect([...sectionData(elf, must(sectionNamed(elf, '.data')))].slice(-12)).toContain(2)
    expect(sectionNamed(elf, '.bss')).toMatchObject({ sh_type: SHT_NOBITS, sh_size: 4000 })
    expect(sectionData(elf, must(sectionNamed(elf, '.bss'))).length).toBe(0)
  })
})

test('an executable made by ld gives the bytes at an address, with and without section headers', () => {
  const bytes = compile(
    'linked',
    'const char word[] = "carved"; char none[64]; void _start(void) {}',
    '-static',
    '-nostdlib',
    '-no-pie',
  )
  const elf = readElf(bytes)
  const word = must(symbolNamed(elf, 'word'))
  expect(elf.header.e_type).toBe(ET_EXEC)
  expect(elf.header.e_entry).toBe(symbolNamed(elf, '_start')?.st_value)
  expect(Buffer.from(must(bytesAt(elf, word.st_value, 6))).toString()).toBe('carved')
  const headless = new Uint8Array(bytes)
  headless.fill(0, 40, 48)
  expect(readElf(headless).sections).toEqual([])
  expect(Buffer.from(must(bytesAt(readElf(headless), word.st_value, 6))).toString()).toBe('carved')
  expect(programHeaders(elf).filter(p => p.p_type === PT_LOAD).length).toBeGreaterThan(1)
  expect(bytesAt(elf, must(symbolNamed(elf, 'none')).st_value, 64)).toBeUndefined()
  expect(bytesAt(elf, 0n, 1)).toBeUndefined()
})

test('a position independent program has its dynamic relocations read by table', () => {
  const elf = readElf(compile('pie', 'int x; int *p = &x; int main(void) { return *p; }', '-pie', '-fPIE'))
  const types = relocationTable(elf, must(sectionNamed(elf, '.rela.dyn'))).map(r => r.r_type)
  expect(types).toContain(R_X86_64_RELATIVE)
  expect(() => relocationTable(elf, must(sectionNamed(elf, '.text')))).toThrow(FormatError)
})

test('symbols beyond 65,279 sections are found through SHT_SYMTAB_SHNDX', { timeout: 60_000 }, () => {
  const lines = Array.from({ length: 65_400 }, (_, i) => `.section .s${i},"a"\nv${i}: .byte 1`)
  writeFileSync(join(dir, 'many.s'), `${lines.join('\n')}\n.globl v65399\n`)
  run('as', '-o', 'many.o', 'many.s')
  const elf = readElf(readFileSync(join(dir, 'many.o')))
  expect(elf.sections.length).toBeGreaterThan(65_400)
  const last = must(symbolNamed(elf, 'v65399'))
  expect(last.st_shndx).toBe(0xffff)
  expect(elf.sections[must(last.section)]?.name).toBe('.s65399')
})

const name = fc.stringMatching(/^[a-z_.][a-z0-9_.]{0,20}$/)
const word = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })

const spec = fc.record({
  e_machine: fc.constantFrom(EM_X86_64, EM_AARCH64),
  extendedNumbering: fc.boolean(),
  sections: fc.array(
    fc.record({
      name,
      sh_flags: fc.constantFrom(0n, SHF_ALLOC, SHF_ALLOC | SHF_EXECINSTR),
      sh_addr: word,
      data: fc.uint8Array({ maxLength: 64 }),
      relocations: fc.array(
        fc.record({
          r_offset: word,
          r_sym: fc.nat(),
          r_type: fc.nat(),
          r_addend: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
        }),
        { maxLength: 5 },
      ),
    }),
    { minLength: 1, maxLength: 8 },
  ),
  symbols: fc.array(
    fc.record({
      name: fc.oneof(name, fc.constant('größe')),
      st_bind: fc.constantFrom(STB_LOCAL, STB_GLOBAL, STB_WEAK),
      st_type: fc.constantFrom(STT_FUNC, STT_OBJECT),
      section: fc.oneof(
        fc.constant(0),
        fc.constantFrom({ reserved: 0 }, { reserved: SHN_ABS }, { reserved: SHN_COMMON }),
      ),
      st_value: word,
      st_size: fc.nat(),
    }),
    { maxLength: 10 },
  ),
})

test('what was written for either machine is what is read', () => {
  fc.assert(
    fc.property(spec, written => {
      const elf = readElf(writeElf(written))
      expect(elf.header.e_machine).toBe(written.e_machine)
      written.sections.forEach((section, i) => {
        const read = must(elf.sections[i + 1])
        expect(read).toMatchObject({
          name: section.name,
          sh_flags: section.sh_flags,
          sh_addr: section.sh_addr,
        })
        expect([...sectionData(elf, read)]).toEqual([...section.data])
        expect(relocations(elf, read)).toEqual(section.relocations)
      })
      expect(
        symbols(elf)
          .slice(1)
          .map(({ name, st_bind, st_type, st_value, st_size }) => ({
            name,
            st_bind,
            st_type,
            st_value,
            st_size,
          })),
      ).toEqual(written.symbols.map(({ section: _, ...symbol }) => symbol))
      expect(
        symbols(elf)
          .slice(1)
          .map(s => s.section),
      ).toEqual(written.symbols.map(s => (typeof s.section === 'number' ? s.section + 1 : undefined)))
    }),
    { numRuns: 150 },
  )
})

test('a segment count that does not fit the header stands in section 0', () => {
  const sections = [{ name: '.init', sh_addr: 0x1000n, data: Buffer.from('abc') }]
  const elf = readElf(
    writeElf({
      e_type: ET_EXEC,
      sections,
      segments: [{ section: 0, p_vaddr: 0x1000n }],
      extendedNumbering: true,
    }),
  )
  expect(programHeaders(elf)).toMatchObject([{ p_type: PT_LOAD, p_vaddr: 0x1000n, p_filesz: 3 }])
})

/** Asks for everything there is. */
function readAll(bytes: Uint8Array): void {
  const elf = readElf(bytes)
  const steps = [
    () => symbols(elf),
    () => programHeaders(elf),
    () => bytesAt(elf, elf.header.e_entry, 16),
    ...elf.sections.flatMap(section => [() => sectionData(elf, section), () => relocations(elf, section)]),
  ]
  for (const step of steps) valueOrFormatError(step)
}

test('any bytes give a value or a format error', () => {
  const header = writeElf({}).subarray(0, 64)
  const anything = fc.uint8Array({ maxLength: 2000 }).map(bytes => Buffer.concat([header, bytes]))
  fc.assert(
    fc.property(fc.oneof(anything, fc.uint8Array({ maxLength: 200 })), bytes =>
      valueOrFormatError(() => readAll(bytes)),
    ),
    { numRuns: 300 },
  )
})

test('a good file with bytes changed or its end cut off gives a value or a format error', () => {
  const good = writeElf({
    sections: [
      {
        name: '.text',
        data: new Uint8Array(40),
        relocations: [{ r_offset: 1n, r_sym: 1, r_type: 2, r_addend: -4n }],
      },
    ],
    symbols: [{ name: 'f', st_bind: 1, st_type: 2, section: 0, st_value: 0n, st_size: 4 }],
    segments: [{ section: 0, p_vaddr: 0n }],
  })
  const change = fc.tuple(fc.nat(good.length - 1), fc.constantFrom(0, 1, 0x7f, 0xff))
  fc.assert(
    fc.property(fc.array(change, { maxLength: 6 }), fc.nat(good.length), (changes, cut) => {
      const bytes = new Uint8Array(good)
      for (const [at, value] of changes) bytes[at] = value
      valueOrFormatError(() => readAll(bytes))
      valueOrFormatError(() => readAll(bytes.subarray(0, cut)))
    }),
    { numRuns: 1500 },
  )
})

test('a format error names the field and its offset', () => {
  const good = writeElf({ sections: [{ name: '.text', data: new Uint8Array(8) }] })
  const changed = (at: number, value: number) => {
    const bytes = new Uint8Array(good)
    bytes[at] = value
    return () => readElf(bytes)
  }
  expect(() => readElf(Buffer.from('#!/bin/sh\n'))).toThrow('e_ident at offset 0: not an ELF file')
  expect(changed(4, 1)).toThrow('EI_CLASS at offset 4: 1 is not 64-bit (2)')
  expect(changed(18, 8)).toThrow('e_machine at offset 18: 8 is not x86_64 (62) or aarch64 (183)')
  expect(changed(60, 200)).toThrow(/^e_shnum at offset 60: 200 section headers do not fit/)
  expect(() => readElf(good.subarray(0, 40))).toThrow('Elf64_Ehdr at offset 40')
  expect(() => readElf(good.subarray(0, 70))).toThrow(/^e_shoff at offset 40/)
})

test('many names in one long string are refused before they cost anything', () => {
  const longName = 'x'.repeat(1 << 20)
  const bytes = writeElf({
    symbols: Array.from({ length: 20_000 }, (_, i) => ({
      name: i === 0 ? longName : 'y',
      st_bind: 1,
      st_type: 1,
      st_value: 0n,
      st_size: 0,
    })),
  })
  expect(() => symbols(readElf(bytes))).toThrow(/longer than 4096 bytes/)
})

test('sections that share their bytes are refused', () => {
  const bytes = writeElf({
    sections: Array.from({ length: 50 }, (_, i) => ({ name: `.s${i}`, data: new Uint8Array(8) })),
  })
  const view = new DataView(bytes.buffer)
  const e_shoff = Number(view.getBigUint64(40, true))
  for (let i = 1; i <= 50; i++) view.setBigUint64(e_shoff + i * 64 + 32, BigInt(bytes.length), true)
  expect(() => readElf(bytes)).toThrow(
    /^sh_size at offset \d+: the sections take \d+ bytes, the file has \d+$/,
  )
})
