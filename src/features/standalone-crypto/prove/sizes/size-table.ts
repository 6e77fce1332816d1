// SPDX-License-Identifier: GPL-2.0-only

/** A figure of both kernels. */
export interface SizeRow {
  readonly name: string
  readonly unit: 'bytes' | 'instructions'
  /** Undefined for what this kernel does not have, or was not measured. */
  readonly stock: number | undefined
  readonly carved: number | undefined
  /** carved / stock; undefined without both, or when stock is 0. */
  readonly ratio: number | undefined
}

export type Figures = Readonly<Record<string, number | undefined>>

/** The rows for two sets of figures, in the order of the first, then what only the second has. */
export function sizeTable(unit: SizeRow['unit'], stock: Figures, carved: Figures): SizeRow[] {
  const names = [...new Set([...Object.keys(stock), ...Object.keys(carved)])]
  return names.map(name => {
    const [before, after] = [stock[name], carved[name]]
    const ratio = before === undefined || after === undefined || before === 0 ? undefined : after / before
    return { name, unit, stock: before, carved: after, ratio }
  })
}
