// SPDX-License-Identifier: GPL-2.0-only
import type { Initcall } from './pieces.js'

/** An initcall in both kernels, as far as each has it. */
export interface InitcallPair {
  readonly name: string
  readonly level: string | null
  readonly stock: Initcall | undefined
  readonly carved: Initcall | undefined
}

/** Pairs the initcalls of two kernels by name, the n-th of a name with the n-th; in the order of stock, then what only carved has. */
export function pairInitcalls(stock: readonly Initcall[], carved: readonly Initcall[]): InitcallPair[] {
  const waiting = new Map<string, Initcall[]>()
  for (const call of carved) waiting.set(call.function, [...(waiting.get(call.function) ?? []), call])
  const paired = stock.map(call => {
    const twin = waiting.get(call.function)?.shift()
    return { name: call.function, level: call.level ?? twin?.level ?? null, stock: call, carved: twin }
  })
  const left = new Set([...waiting.values()].flat())
  const only = carved
    .filter(call => left.has(call))
    .map(call => ({ name: call.function, level: call.level, stock: undefined, carved: call }))
  return [...paired, ...only]
}
