// SPDX-License-Identifier: GPL-2.0-only
import { stripVTControlCharacters } from 'node:util'

export interface TableOptions {
  readonly head?: readonly string[] | undefined
  /** Columns, from 0, that are aligned to the right. */
  readonly right?: readonly number[] | undefined
  readonly indent?: number | undefined
}

/** Columns two blanks apart; no line ends in blanks. A value may be coloured, or have several lines. */
export function tableText(rows: readonly (readonly string[])[], options: TableOptions = {}): string {
  if (rows.length === 0) return ''
  const lines = [...(options.head === undefined ? [] : [options.head]), ...rows].flatMap(linesOf)
  const columns = Math.max(...lines.map(line => line.length))
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...lines.map(line => widthOf(line[column] ?? ''))),
  )
  const margin = ' '.repeat(options.indent ?? 0)
  return lines
    .map(line => {
      const cells = line.map((text, column) => {
        const blanks = ' '.repeat((widths[column] ?? 0) - widthOf(text))
        return options.right?.includes(column) ? blanks + text : text + blanks
      })
      return `${margin}${cells.join('  ')}`.replace(/ +$/, '')
    })
    .map(line => `${line}\n`)
    .join('')
}

/** A row as lines of the table: as many as its highest value has. */
function linesOf(row: readonly string[]): readonly (readonly string[])[] {
  const cells = row.map(value => value.split('\n'))
  const height = Math.max(1, ...cells.map(({ length }) => length))
  return Array.from({ length: height }, (_, index) => cells.map(lines => lines[index] ?? ''))
}

/** In characters of a terminal, to which colours do not count. */
function widthOf(text: string): number {
  return [...stripVTControlCharacters(text)].length
}

/** Head and rows without the columns that are empty in all rows. */
export function withoutEmptyColumns(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] } {
  const isUsed = (column: number) => rows.some(row => (row[column] ?? '') !== '')
  const used = (cells: readonly string[]) => cells.filter((_, column) => isUsed(column))
  return { head: used(head), rows: rows.map(used) }
}
