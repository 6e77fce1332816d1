// SPDX-License-Identifier: GPL-2.0-only

import { someOf } from '../../elf-diff/index.js'
import type { KernelFacts } from '../kernel/kernel-facts.js'
import type { ModuleFacts } from '../module/module-facts.js'
import type { Finding } from '../reuse-report.js'
import type { Difference } from '../witness/told-difference.js'
import type { RecompileResult } from '../witness/witness.js'
import type { Judge } from './judge-input.js'

/**
 * The compile-time contract: layouts, constants and inlined functions of the kernel, which no table tells. Only a compiler
 * can witness it: the same sources, compiled for that kernel, give the same code.
 */
export const judgeCompiled: Judge = ({ kernel, compiled, recompiled }) => {
  if (recompiled !== undefined) return recompiledFindings(recompiled, kernel)
  if (compiled === undefined) {
    return unseen(
      'structures, constants and inlined functions of the kernel were not compared: name the same module as compiled for that kernel, --compiled',
    )
  }
  const foreign = notOfThatKernel(compiled.facts, kernel)
  if (foreign !== undefined) return unseen(foreign)
  if (compiled.differences.length === 0) return []
  return unseen(`compiled for that kernel it is another: ${someOf(compiled.differences)}`)
}

/** Whether a difference is one of symbols alone, of which the kernel still exports those that the module has. */
export const isProvided = (
  { symbols }: Pick<Difference, 'symbols'>,
  exports: Pick<ReadonlySet<string>, 'has'>,
): boolean => symbols?.every(({ from }) => exports.has(from)) === true

/** Compiler and sources were the same, and the kernel the only other thing. */
function recompiledFindings({ problem, differences }: RecompileResult, { exports }: KernelFacts): Finding[] {
  if (problem !== null) return unseen(problem)
  return differences.map(({ object, text, symbols }): Finding => {
    if (symbols === undefined || !isProvided({ symbols }, exports)) {
      return { fact: 'compiled', effect: 'breaks', text: `compiled for that kernel it is another: ${text}` }
    }
    const names = symbols.map(({ from, to }) => `${to} where the module has ${from}`)
    return {
      fact: 'compiled',
      effect: 'to accept',
      text: `compiled for that kernel it is the same but for a symbol that the kernel still exports: ${object} has ${names.join(', ')}`,
    }
  })
}

const unseen = (text: string): Finding[] => [{ fact: 'compiled', effect: 'unseen', text }]

/** A witness has to have seen that kernel: its release, and its CRCs where there are any. */
function notOfThatKernel(compiled: ModuleFacts, { vermagic, exports }: KernelFacts): string | undefined {
  if (vermagic === undefined) return 'for which kernel the compiled module was made cannot be told'
  if (compiled.vermagic.trim() !== vermagic.trim()) {
    return `the compiled module was made for "${compiled.vermagic.trim()}", the kernel is "${vermagic.trim()}"`
  }
  const stranger = [...compiled.crcs].find(([name, crc]) => {
    const there = exports.get(name)?.crc
    return there !== undefined && there !== null && there !== crc
  })
  return stranger && `the compiled module was made for another kernel: ${stranger[0]} has another CRC`
}
