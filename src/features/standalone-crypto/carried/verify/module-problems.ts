// SPDX-License-Identifier: GPL-2.0-only
import { FormatError } from '../../../../core/errors.js'
import {
  type Elf,
  relocations,
  SHF_ALLOC,
  SHT_NOBITS,
  sectionData,
  sectionNamed,
  symbols,
} from '../../../../formats/elf/index.js'
import { modinfoValue, readModinfo } from '../../../../formats/modinfo/index.js'
import { DESCRIPTOR, MODULE_NAME } from '../../names.js'
import { descriptorOf } from '../descriptor.js'

/** What is wrong with the structure of a module's file, a line each; empty when the loader will find all that it looks for. */
export function moduleProblems(elf: Elf): readonly string[] {
  const problems: string[] = []
  const tell = (look: () => readonly string[]) => {
    try {
      problems.push(...look())
    } catch (error) {
      if (!(error instanceof FormatError)) throw error
      problems.push(error.message)
    }
  }
  for (const section of elf.sections) {
    tell(() => {
      sectionData(elf, section)
      return (section.sh_flags & SHF_ALLOC) === 0n ? [] : strayRelocations(elf, section)
    })
  }
  tell(() => modinfoProblems(elf))
  tell(() => descriptorProblems(elf))
  return problems
}

function strayRelocations(elf: Elf, section: Elf['sections'][number]): string[] {
  const count = symbols(elf).length
  const stray = relocations(elf, section).find(
    ({ r_offset, r_sym }) => r_offset >= BigInt(section.sh_size) || r_sym >= count,
  )
  if (stray === undefined) return []
  const where = section.sh_type === SHT_NOBITS ? 'which has no bytes' : `of ${section.sh_size} bytes`
  return [
    `a relocation at ${stray.r_offset} with symbol ${stray.r_sym} is outside of ${section.name}, ${where}`,
  ]
}

function modinfoProblems(elf: Elf): string[] {
  const section = sectionNamed(elf, '.modinfo')
  if (section === undefined) return ['there is no .modinfo']
  const fields = readModinfo(sectionData(elf, section))
  const missing = ['vermagic', 'license'].filter(tag => modinfoValue(fields, tag) === undefined)
  return [
    ...missing.map(tag => `.modinfo does not tell ${tag}`),
    ...(sectionNamed(elf, '.gnu.linkonce.this_module') === undefined ? ['there is no struct module'] : []),
  ]
}

function descriptorProblems(elf: Elf): string[] {
  const descriptor = descriptorOf(elf)
  if (descriptor === undefined) {
    return isNamed(elf, MODULE_NAME) ? [`there is no descriptor, ${DESCRIPTOR.section}`] : []
  }
  if (!descriptor.valid) return ['the descriptor does not begin with its magic number']
  return descriptor.abi < 1 || descriptor.size < DESCRIPTOR.firstSize
    ? [`the descriptor has version ${descriptor.abi} and ${descriptor.size} bytes`]
    : []
}

function isNamed(elf: Elf, name: string): boolean {
  const section = sectionNamed(elf, '.modinfo')
  return section !== undefined && modinfoValue(readModinfo(sectionData(elf, section)), 'name') === name
}
