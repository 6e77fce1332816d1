// SPDX-License-Identifier: GPL-2.0-only
import fc from 'fast-check'
import { compareCompiled } from '../../src/elf-diff/index.js'
import { moduleProblems } from '../../src/features/standalone-crypto/carried/verify/module-problems.js'
import { type Btf, memberAt, readBtf, typeById, typesNamed } from '../../src/formats/btf/index.js'
import { type RawType, writeBtf } from '../../src/formats/btf/testing/write-btf.js'
import { readElf, SHF_ALLOC, symbolNamed, symbols } from '../../src/formats/elf/index.js'
import { type SectionSpec, writeElf } from '../../src/formats/elf/testing/write-elf.js'
import { vmlinuxFacts } from '../../src/image/kernel-report.js'
import { moduleReport } from '../../src/image/module-report.js'
import { changedLayouts } from '../../src/reuse/explain/moved-members.js'
import { moduleFacts } from '../../src/reuse/module/module-facts.js'
import { fuzz } from './harness/fuzz.js'

/** Valid files, some hundred KB large, in which much refers to much: what takes time or memory out of all proportion shows here. */

const count = fc.integer({ min: 1, max: 3000 })
const name = fc.oneof(fc.constantFrom('', 'f', 'constructor', '__proto__'), fc.constant('n'.repeat(1000)))

const elfFile = fc
  .record({
    sections: count,
    symbols: count,
    relocations: count,
    sectionName: fc.constantFrom(
      '.text',
      '__ksymtab',
      '___ksymtab+x',
      '__jump_table',
      '.modinfo',
      '__bug_table',
      '.BTF',
    ),
    symbolName: name,
    zeros: fc.integer({ min: 0, max: 200_000 }),
    linked: fc.boolean(),
  })
  .map(({ sections, symbols: symbolCount, relocations, sectionName, symbolName, zeros, linked }) => {
    const own: SectionSpec[] = Array.from({ length: sections }, (_, index) => ({
      name: index === 0 ? sectionName : `${sectionName}${index % 7 === 0 ? '' : index}`,
      sh_flags: SHF_ALLOC,
      ...(index === 0
        ? {
            data: new Uint8Array(zeros),
            relocations: Array.from({ length: relocations }, (_, each) => ({
              r_offset: BigInt(each * 8),
              r_sym: (each % symbolCount) + 1,
              r_type: 1,
              r_addend: 0n,
            })),
          }
        : {}),
    }))
    return writeElf({
      e_type: linked ? 2 : 1,
      sections: own,
      symbols: Array.from({ length: symbolCount }, (_, index) => ({
        name: index % 3 === 0 ? symbolName : `${symbolName.slice(0, 20)}${index}`,
        st_bind: index % 2,
        st_type: 2,
        section: index % sections,
        st_value: BigInt(index),
        st_size: 8,
      })),
    })
  })

const btfFile = fc
  .record({ structs: fc.integer({ min: 1, max: 60 }), members: fc.integer({ min: 1, max: 2000 }), name })
  .map(({ structs, members, name }) => {
    // Each struct has members that are structs themselves, round in a circle.
    const types: RawType[] = Array.from({ length: structs }, (_, index) => ({
      kind: 'struct',
      name: `${name}${index}`,
      vlen: Math.ceil(members / structs),
      third: 64,
      tail: Array.from({ length: Math.ceil(members / structs) }, (_, each) => [
        each % 2 === 0 ? name : `m${each}`,
        ((index + each) % structs) + 1,
        each * 8,
      ]).flat(),
    }))
    return writeBtf(types)
  })

const asBytes = (bytes: Uint8Array) => bytes
const few = { weight: 0.01, bytesOf: asBytes }

fuzz('symbolNamed in large files', {
  inputs: elfFile,
  read: bytes => {
    const elf = readElf(bytes)
    return symbols(elf).map(({ name }) => symbolNamed(elf, name))
  },
  ...few,
})
fuzz('moduleReport of large files', { inputs: elfFile, read: bytes => moduleReport(readElf(bytes)), ...few })
fuzz('moduleFacts of large files', {
  inputs: elfFile,
  read: bytes => moduleFacts('x', readElf(bytes), 'x86_64'),
  ...few,
})
fuzz('moduleProblems of large files', {
  inputs: elfFile,
  read: bytes => moduleProblems(readElf(bytes)),
  ...few,
})
fuzz('vmlinuxFacts of large files', { inputs: elfFile, read: bytes => vmlinuxFacts(readElf(bytes)), ...few })
fuzz('compareCompiled of large files', {
  inputs: elfFile,
  read: bytes => compareCompiled(readElf(bytes), readElf(bytes), { addedByTools: true }),
  ...few,
})

const everyType = (btf: Btf) => {
  for (let id = btf.firstId; id < btf.endId; id++) memberAt(btf, typeById(btf, id), 'm1.m3.absent')
  return typesNamed(btf, 'f0', 'struct')
}
fuzz('types of large BTF', { inputs: btfFile, read: bytes => everyType(readBtf(bytes)), ...few })
fuzz('changedLayouts of large BTF', {
  inputs: btfFile,
  read: bytes => changedLayouts(readBtf(bytes), readBtf(bytes)),
  ...few,
})
