// SPDX-License-Identifier: GPL-2.0-only
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { tableText } from '../../../src/text/table.js'
import { readRows, startRows } from './rows.js'

/** Prints, when all tests have run, what became of each reader. */
export default async function setup(): Promise<() => Promise<void>> {
  const directory = await mkdtemp(join(tmpdir(), 'kcarve-fuzz-'))
  const file = join(directory, 'rows')
  startRows(file)
  return async () => {
    const rows = [...readRows(file)].sort((a, b) => (a.reader < b.reader ? -1 : 1))
    const total = (field: 'inputs' | 'values' | 'refused') => rows.reduce((sum, row) => sum + row[field], 0)
    const lines = [
      ['reader', 'inputs', 'values', 'refused', 'slowest ms'],
      ...rows.map(({ reader, inputs, values, refused, slowestMs }) => [
        reader,
        ...[inputs, values, refused, Math.round(slowestMs)].map(String),
      ]),
      [`${rows.length} readers`, ...(['inputs', 'values', 'refused'] as const).map(total).map(String), ''],
    ]
    process.stdout.write(`\n${tableText(lines)}\nseed ${rows[0]?.seed}: KCARVE_FUZZ_SEED repeats it\n`)
    await rm(directory, { recursive: true, force: true })
  }
}
