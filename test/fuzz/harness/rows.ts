// SPDX-License-Identifier: GPL-2.0-only
import { appendFileSync, readFileSync } from 'node:fs'

/** What became of one reader. */
export interface Row {
  readonly reader: string
  readonly inputs: number
  readonly values: number
  readonly refused: number
  readonly slowestMs: number
  readonly seed: number
}

/** The file that the tests of one run write their rows into; without one they are told nobody. */
const FILE = 'KCARVE_FUZZ_ROWS'

export function addRow(row: Row): void {
  const file = process.env[FILE]
  if (file !== undefined) appendFileSync(file, `${JSON.stringify(row)}\n`)
}

export function startRows(file: string): void {
  process.env[FILE] = file
}

export function readRows(file: string): readonly Row[] {
  const lines = readFileSync(file, { encoding: 'utf8', flag: 'a+' }).split('\n').filter(Boolean)
  return lines.map(line => JSON.parse(line) as Row)
}
