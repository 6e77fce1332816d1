// SPDX-License-Identifier: GPL-2.0-only

import { stripVTControlCharacters } from 'node:util'
import Table from 'cli-table3'

export interface TableOptions {
  readonly head?: readonly string[]
  /** Columns, from 0, whose values stand right. */
  readonly right?: readonly number[]
  readonly indent?: number
}

/** Columns without lines between them; no row ends in blanks. A value may be coloured. */
export function tableText(rows: readonly (readonly string[])[], options: TableOptions = {}): string {
  if (rows.length === 0) return ''
  const all = options.head === undefined ? rows : [options.head, ...rows]
  const columns = Math.max(...all.map(row => row.length))
  const table = new Table({
    chars: NO_LINES,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2 },
    colAligns: Array.from({ length: columns }, (_, column) =>
      options.right?.includes(column) ? 'right' : 'left',
    ),
  })
  table.push(...all.map(row => [...row, ...Array<string>(columns - row.length).fill('')]))
  const margin = ' '.repeat(options.indent ?? 0)
  return table
    .toString()
    .split('\n')
    .map(line => `${margin}${trimBlanks(line)}\n`)
    .join('')
}

const SIDES = ['top', 'bottom', 'left', 'right', 'mid'] as const
const NO_LINES = Object.fromEntries(
  [
    ...SIDES,
    'middle',
    'top-mid',
    'top-left',
    'top-right',
    'bottom-mid',
    'bottom-left',
    'bottom-right',
    'left-mid',
    'mid-mid',
    'right-mid',
  ].map(name => [name, '']),
)

function trimBlanks(line: string): string {
  return stripVTControlCharacters(line) === line ? line.trimEnd() : line.replace(/ +$/, '')
}
