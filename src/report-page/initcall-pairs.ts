// SPDX-License-Identifier: GPL-2.0-only
import type { Initcall } from './pieces.js'

/** An initcall in both kernels, as far as each has it. */
export interface InitcallPair {
  readonly name: string
  readonly level: string | null
  readonly stock: Initcall | undefined
  readonly carved: Initcall | undefined
}

/** Pairs the runs of two kernels by name, the n-th of a name with the n-th; in the order of stock, then what only carved has. */
export function pairInitcalls(stock: readonly Initcall[], carved: readonly Initcall[]): InitcallPair[] {
  const waiting = new Map<string, Initcall[]>()
  for (const run of carved) waiting.set(run.function, [...(waiting.get(run.function) ?? []), run])
  const paired = stock.map(run => {
    const twin = waiting.get(run.function)?.shift()
    return { name: run.function, level: run.level ?? twin?.level ?? null, stock: run, carved: twin }
  })
  const left = new Set([...waiting.values()].flat())
  const only = carved
    .filter(run => left.has(run))
    .map(run => ({ name: run.function, level: run.level, stock: undefined, carved: run }))
  return [...paired, ...only]
}
