// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { SHF_ALLOC, SHT_NOBITS, SHT_PROGBITS, STB_GLOBAL, STT_FUNC } from './constants.js'
import { readElf, sectionData } from './read-elf.js'
import { stripDebug } from './strip-debug.js'
import { symbols } from './symbols.js'
import { writeElf } from './testing/write-elf.js'

const text = Uint8Array.from([0xe8, 0, 0, 0, 0, 0xc3])
const to = (r_sym: number) => [{ r_offset: 1n, r_sym, r_type: 2, r_addend: -4n }]
const withDebug = readElf(
  writeElf({
    sections: [
      { name: '.debug_info', data: new Uint8Array(5000).fill(7), relocations: to(1) },
      { name: '.text', sh_type: SHT_PROGBITS, sh_flags: SHF_ALLOC, data: text, relocations: to(1) },
      { name: '.bss', sh_type: SHT_NOBITS, sh_flags: SHF_ALLOC, sh_size: 4096 },
      { name: '.debug_str', data: new Uint8Array(3000).fill(8) },
      { name: '.BTF', data: Uint8Array.from([1, 2, 3]) },
    ],
    symbols: [{ name: 'init', st_bind: STB_GLOBAL, st_type: STT_FUNC, section: 1, st_value: 0n, st_size: 6 }],
  }),
)

test('the debugging information goes, all else stays under its index', () => {
  const bytes = stripDebug(withDebug)
  expect(bytes.length).toBeLessThan(withDebug.bytes.length - 8000)
  const stripped = readElf(bytes)
  expect(stripped.sections.map(({ name }) => name)).toEqual(withDebug.sections.map(({ name }) => name))
  expect([...symbols(stripped)]).toEqual([...symbols(withDebug)])
  for (const section of withDebug.sections) {
    const now = stripped.sections[section.index] ?? section
    const isDebug = section.name.includes('.debug_')
    expect([...sectionData(stripped, now)], section.name).toEqual(
      isDebug ? [] : [...sectionData(withDebug, section)],
    )
    const { sh_offset: _, ...rest } = section
    expect(now).toMatchObject(isDebug ? { sh_type: SHT_NOBITS, sh_size: 0 } : rest)
  }
})

test('a module without any is as long as before, or shorter', () => {
  const once = stripDebug(withDebug)
  expect(stripDebug(readElf(once))).toEqual(once)
})
