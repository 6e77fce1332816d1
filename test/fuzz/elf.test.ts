// SPDX-License-Identifier: GPL-2.0-only

import { changedFunctions } from '../../src/elf-diff/changed-functions.js'
import { changedVariables, compareCompiled } from '../../src/elf-diff/index.js'
import { referencesTo } from '../../src/features/standalone-crypto/boundary/symbol-users.js'
import { sectionSizes } from '../../src/features/standalone-crypto/prove/sizes/section-sizes.js'
import {
  bytesAt,
  programHeaders,
  readElf,
  relocations,
  relocationTable,
  SHT_RELA,
  sectionData,
  symbolNamed,
  symbols,
} from '../../src/formats/elf/index.js'
import { writeElf } from '../../src/formats/elf/testing/write-elf.js'
import { fuzzBytes } from './harness/fuzz.js'
import { COMPILED } from './seeds/c-source.js'
import { toolchain } from './seeds/scratch.js'

const tools = toolchain()
tools.write('demo.c', COMPILED)
tools.run('gcc', '-O2', '-c', 'demo.c', '-o', 'demo.o')
tools.run('gcc', '-O2', '-c', '-ffunction-sections', 'demo.c', '-o', 'split.o')
tools.run('gcc', '-O2', '-fPIC', '-shared', '-nostdlib', 'demo.c', '-o', 'demo.so')
tools.run('ld', '-e', 'first', '--unresolved-symbols=ignore-all', '-o', 'demo', 'demo.o')
const written = writeElf({
  sections: [
    {
      name: '.text',
      sh_flags: 6n,
      data: new Uint8Array(32),
      relocations: [{ r_offset: 4n, r_sym: 1, r_type: 2, r_addend: -4n }],
    },
    { name: '.bss', sh_type: 8, sh_flags: 3n, sh_size: 4096 },
  ],
  symbols: [
    { name: 'f', st_bind: 1, st_type: 2, section: 0, st_value: 0n, st_size: 8 },
    { name: 'absolute', st_bind: 1, st_type: 0, section: { reserved: 0xfff1 }, st_value: 7n, st_size: 0 },
    { name: 'missing', st_bind: 1, st_type: 0, st_value: 0n, st_size: 0 },
  ],
  extendedNumbering: true,
})
const objects = [tools.bytes('demo.o'), tools.bytes('split.o'), written]
const seeds = [...objects, tools.bytes('demo.so'), tools.bytes('demo')]
const intact = readElf(tools.bytes('demo.o'))

fuzzBytes('readElf', seeds, readElf)

fuzzBytes('sectionData', seeds, bytes => {
  const elf = readElf(bytes)
  return elf.sections.map(section => sectionData(elf, section).length)
})

fuzzBytes('symbols', seeds, bytes => {
  const elf = readElf(bytes)
  return [symbols(elf).length, symbolNamed(elf, 'first'), symbolNamed(elf, 'constructor')]
})

fuzzBytes('relocations', objects, bytes => {
  const elf = readElf(bytes)
  return elf.sections.map(section => relocations(elf, section).length)
})

fuzzBytes('relocationTable', seeds, bytes => {
  const elf = readElf(bytes)
  return elf.sections
    .filter(({ sh_type }) => sh_type === SHT_RELA)
    .map(each => relocationTable(elf, each).length)
})

fuzzBytes('programHeaders, bytesAt', seeds, bytes => {
  const elf = readElf(bytes)
  const addresses = [0n, 1n, elf.header.e_entry, 2n ** 63n, 2n ** 64n - 1n]
  return [programHeaders(elf), addresses.map(address => bytesAt(elf, address, 16))]
})

fuzzBytes('referencesTo', objects, bytes => referencesTo(readElf(bytes), new Set(['printk', 'shared', ''])))

fuzzBytes('sectionSizes', seeds, bytes => sectionSizes(readElf(bytes)))

fuzzBytes('compareCompiled', objects, bytes => {
  const elf = readElf(bytes)
  return [compareCompiled(elf, intact), compareCompiled(intact, elf, { addedByTools: true })]
})

fuzzBytes('changedFunctions', objects, bytes => changedFunctions(readElf(bytes), intact))

fuzzBytes('changedVariables', objects, bytes => changedVariables(readElf(bytes), intact))
