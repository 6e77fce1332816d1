// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { sampleRun } from '../testing/sample-run.js'
import { collectReport } from './collect-report.js'
import { readKeptResult } from './kept-result.js'

const options = { kcarve: '1.0.0', madeAt: '2026-01-02T03:04:05.000Z', own: 'kcarve' }
const file = (path: string, value: unknown) => ({ path, result: readKeptResult(JSON.stringify(value)) })
const collect = (...runs: unknown[]) =>
  collectReport(
    runs.map((run, index) => file(`run${index}.json`, run)),
    options,
  )

const start = {
  schema: 'kcarve/start/2',
  release: '6.12.0',
  checks: [
    { id: 'boots', title: 'boots to user space', status: 'pass', evidence: ['6.12.0'], differences: [] },
  ],
  sizes: [{ name: 'image', bytes: 2048 }],
  places: [{ name: 'build', path: '/obj' }],
}

const reuse = (verdict: string) => ({
  schema: 'kcarve/reuse/2',
  verdict,
  kernel: { path: '/boot/vmlinuz', release: '6.18.0' },
  totals: {
    modules: 1,
    fits: 0,
    breaks: 1,
    toAccept: 0,
    notProven: 0,
    crcs: 0,
    crcCompared: 0,
    crcChanged: 0,
  },
  reasons: [],
  modules: [{ name: 'fips140', verdict }],
})

test('a proof that holds is a yes, with the lines of the console that show it', () => {
  const report = collect(sampleRun())
  expect(report.verdict).toEqual({
    answer: 'yes',
    text: 'The carved kernel matches its stock kernel in everything compared',
    detail: '2 of 2 checks pass',
  })
  expect(report.kernel).toEqual({ release: '6.12.0', arch: 'x86_64', config: '/configs/small-x86_64.config' })
  expect(report.checks[1]).toMatchObject({
    id: 'algorithms',
    scenario: 'fips=1',
    console: [
      { log: 'boot-stock.log', line: 7, text: '# 40 algorithms' },
      { log: 'boot-stock.log', line: 8, text: 'ok 1 crypto-all' },
      { log: 'boot-carved.log', line: 7 },
      { log: 'boot-carved.log', line: 8 },
    ],
  })
  expect(report.missing.map(({ part }) => part)).toEqual([
    'whether the module can be reused in another kernel',
  ])
})

test('what fails is a no, whatever else passes', () => {
  expect(collect(sampleRun({ passed: false }), start).verdict).toEqual({
    answer: 'no',
    text: '1 check failed',
    detail: '2 of 3 checks pass',
  })
  expect(collect(sampleRun(), reuse('breaks')).verdict).toMatchObject({
    answer: 'no',
    text: 'Carved matches stock, but fips140 breaks in 6.18.0',
    detail: '2 of 2 checks pass; fips140 breaks in 6.18.0',
  })
  expect(collect(reuse('not proven')).verdict.text).toBe('fips140 is not proven to fit in 6.18.0')
})

test('sources that do not compile are a no, with how many', () => {
  const sources = {
    schema: 'kcarve/reuse-source/1',
    compiles: false,
    source: { path: 'old', release: '6.1.3' },
    kernel: { path: 'new', release: '6.18.0', arch: 'x86_64' },
    compiler: 'gcc',
    totals: { files: 9, filesWithErrors: 2, errors: 7 },
    changes: [],
  }
  expect(collect(sources).verdict).toMatchObject({
    answer: 'no',
    text: '2 of 9 files of the sources of 6.1.3 do not compile in 6.18.0',
  })
  expect(collect({ ...sources, compiles: true }).verdict.answer).toBe('yes')
})

test('without a proof the verdict does not mention stock, and the command that would add it is named', () => {
  const report = collect(start)
  expect(report.verdict).toEqual({
    answer: 'yes',
    text: 'The kernel boots and passes every check',
    detail: '1 of 1 check pass; not compared with the stock kernel',
  })
  expect(report.sizes).toEqual([{ name: 'image', unit: 'bytes', stock: null, carved: 2048 }])
  expect(report.missing.map(({ command }) => command)).toContain('kcarve report /obj')
})

test('results without a check are not judged', () => {
  const plan = { schema: 'kcarve/plan/2', tree: '/src/linux', directories: [] }
  expect(collect(plan).verdict.answer).toBe('unjudged')
})

test('results of two kernels are refused, except for the plus that git adds', () => {
  expect(() => collect(sampleRun(), { ...start, release: '6.13.0' })).toThrow(
    'run0.json is of 6.12.0, run1.json of 6.13.0',
  )
  expect(collect(sampleRun(), { ...start, release: '6.12.0+' }).runs).toHaveLength(2)
})
