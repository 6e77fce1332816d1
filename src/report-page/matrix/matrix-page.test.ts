// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { matrixPageHtml } from './matrix-page.js'
import { type MatrixResult, readMatrixResult } from './matrix-result.js'

const job = (tree: string, config: string, state: 'yes' | 'no', was: 'yes' | null = null) => ({
  ...{ id: `${tree}-${config}`, tree, version: '1-1', config, arch: 'x86_64', toolchain: 'gcc', do: 'prove' },
  ...{ state, was, isKept: false, durationMs: 61_000, finishedAt: '2026-01-01T00:00:00Z', release: null },
  failure: state === 'yes' ? null : { check: 'initcalls <b>', text: 'one is "missing"' },
  ...{
    by: 'here',
    directory: `/store/jobs/${tree} ${config}`,
    report: `/store/jobs/${tree} ${config}/report.html`,
  },
})
const run: MatrixResult = {
  ...{ schema: 'kcarve/matrix/1', file: '/m/kernels.yml', passed: false, startedAt: '2026-01-02T03:04:05Z' },
  ...{ durationMs: 120_000, previous: '2026-01-01T03:04:05Z' },
  totals: { jobs: 3, yes: 2, no: 1, failed: 0, kept: 0 },
  jobs: [job('6.1', 'small', 'yes'), job('6.12', 'small', 'no', 'yes'), job('6.12', 'rich', 'yes')],
}
const page = (of: MatrixResult) =>
  matrixPageHtml(of, { style: 'body{}' }, { directory: '/pages', kcarve: '1' })

test('what got worse comes before the table, which has a cell for each job with a link to its report', () => {
  const text = page(run)
  const ids = [...text.matchAll(/<section id="(\w+)"/g)].map(([, id]) => id)
  expect(ids).toEqual(['worse', 'matrix', 'failures'])
  expect(text.match(/<tr><th scope="row">/g)).toHaveLength(2)
  expect(text).toContain(
    '<a href="../store/jobs/6.12%20small/report.html"><span class="tag fail">no</span></a> 1m 1s',
  )
  expect(text).toContain('initcalls &lt;b&gt;: one is &quot;missing&quot;')
})

test('when all is well, there is just the table', () => {
  const fine = run.jobs.filter(({ state }) => state === 'yes')
  const text = page({ ...run, passed: true, jobs: fine, totals: { ...run.totals, jobs: 2, no: 0 } })
  expect([...text.matchAll(/<section id="(\w+)"/g)].map(([, id]) => id)).toEqual(['matrix'])
  expect(text).toContain('All jobs answered yes')
})

test('what a run has printed is read, other JSON is somebody else’s, and a damaged one is told', () => {
  expect(readMatrixResult(JSON.stringify(run))).toEqual(run)
  expect(readMatrixResult('{"schema":"kcarve/plan/2"}')).toBeUndefined()
  expect(readMatrixResult('no JSON')).toBeUndefined()
  expect(() => readMatrixResult(JSON.stringify({ ...run, jobs: [{}] }))).toThrow('jobs.0.id at offset 0')
})
