// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import type { DoneJob, MatrixRun } from '../matrix/index.js'
import { doneLine, matrixText } from './matrix.js'

const job = (tree: string, change: Partial<DoneJob> = {}): DoneJob => ({
  ...{
    id: tree,
    tree,
    version: '6.12.118-1',
    config: 'small',
    arch: 'x86_64',
    toolchain: 'gcc',
    do: 'prove',
  },
  ...{ state: 'yes', was: null, isKept: false, durationMs: 61_000, finishedAt: '', release: null },
  ...{ failure: null, by: 'here', directory: '/d', report: null },
  ...change,
})
const failure = { check: 'initcalls', text: `crypto_init\nis missing${' and more'.repeat(30)}` }
const run: MatrixRun = {
  ...{ file: '/m.yml', passed: false, startedAt: '2026-01-02T03:04:05Z', durationMs: 65_000 },
  previous: '2026-01-01T03:04:05Z',
  totals: { jobs: 2, yes: 1, no: 1, failed: 0, kept: 1 },
  jobs: [job('6.1', { isKept: true }), job('6.12', { state: 'no', was: 'yes', failure })],
}

test('what got worse comes first, then a row a job, and the totals last', () => {
  const lines = matrixText(run).split('\n')
  expect(lines[0]).toBe('worse than the run of 2026-01-01 03:04')
  expect(lines[1]).toMatch(
    /^ {2}NO {2}6\.12 {2}6\.12\.118-1 .* initcalls: crypto_init is missing and more.*…$/,
  )
  expect(lines[2]).toMatch(/^ +kernel +version +config +arch +toolchain +do +time +first failure$/)
  expect(lines.slice(3, 5).map(line => line.slice(0, 8))).toEqual(['ok  6.1 ', 'NO  6.12'])
  expect(lines.at(-2)).toBe('2 jobs: 1 yes, 1 no; 1 was done before (1m 5s)')
})

test('a job is a line as it ends', () => {
  expect(doneLine(job('6.1', { isKept: true }))).toBe('ok  6.1  small  x86_64  gcc  prove  done before')
  expect(
    doneLine(job('6.1', { state: 'failed', failure: { check: 'start', text: 'the disk is full' } })),
  ).toBe('FAILED  6.1  small  x86_64  gcc  prove  1m 1s  start: the disk is full')
})
