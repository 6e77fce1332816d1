// SPDX-License-Identifier: GPL-2.0-only
import { FormatError } from '../core/errors.js'
import { readBtf, typesNamed } from '../formats/btf/index.js'
import { type Elf, sectionData, sectionNamed } from '../formats/elf/index.js'
import type { KernelBtfReport } from './image-report.js'
import { MODULE_STRUCTS } from './record-tables.js'

/** What the types of a kernel tell of its modules; null when it has none. */
export function kernelBtfReport(elf: Elf): KernelBtfReport | null {
  const section = sectionNamed(elf, '.BTF')
  if (section === undefined) return null
  const report = orProblem(() => {
    const btf = readBtf(sectionData(elf, section))
    const sizes = MODULE_STRUCTS.flatMap(name => {
      // Of several of that name the largest: others are private to a file.
      const found = typesNamed(btf, name, 'struct').map(({ size }) => size)
      return found.length === 0 ? [] : [[name, Math.max(...found)] as const]
    })
    return { types: btf.endId - 1, structs: Object.fromEntries(sizes), problem: null }
  })
  return typeof report === 'string' ? { types: 0, structs: {}, problem: report } : report
}

/** Damaged types, or a kind that is newer than kcarve, are no reason not to tell the rest about a file: then it is one line. */
export function orProblem<T>(read: () => T): T | string {
  try {
    return read()
  } catch (error) {
    if (error instanceof FormatError) return `.BTF: ${error.message}`
    throw error
  }
}
