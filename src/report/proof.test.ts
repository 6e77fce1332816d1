// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { skippedCheck } from '../checks/check.js'
import type { ProofReport } from '../features/standalone-crypto/prove/index.js'
import { proofText } from './proof.js'

const report: Omit<ProofReport, 'builds'> = {
  passed: false,
  arch: 'x86_64',
  release: '6.12.0',
  checks: [
    {
      id: 'placement',
      title: 'every object is in one place',
      status: 'pass',
      evidence: ['97 objects'],
      differences: [],
    },
    {
      id: 'initcalls',
      title: 'initcalls run in the same order',
      scenario: 'fips=1',
      status: 'fail',
      evidence: [],
      differences: Array.from({ length: 25 }, (_, index) => `call ${index}`),
    },
  ],
  sizes: [
    { name: 'image', unit: 'bytes', stock: 1024, carved: 2048, ratio: 2 },
    { name: 'to init', unit: 'instructions', stock: 400_000_000, carved: 404_000_000, ratio: 1.01 },
    { name: 'module', unit: 'bytes', stock: undefined, carved: 512, ratio: undefined },
  ],
  boots: [
    {
      kernel: 'stock',
      scenario: '',
      outcome: 'completed',
      durationMs: 3000,
      logPath: undefined,
      console: [],
      module: null,
      algorithms: [],
      initcalls: [],
    },
  ],
  crossings: { objects: [], symbols: [], outside: [], copies: [] },
  timings: {},
}

const options = { config: 'small', logDirectory: '/logs' }

test('a proof shows checks with evidence, differences, sizes with ratios, boots and the verdict', () => {
  const text = proofText(report, options)
  expect(text).toContain('  ok      every object is in one place (placement)\n            97 objects\n')
  expect(text).toContain(
    '  FAILED  initcalls run in the same order (initcalls, fips=1)\n          | call 0\n',
  )
  expect(text).toContain('          | and 5 more (-v)\n')
  expect(text).toMatch(/image +1 KiB +2 KiB +2\.000\n/)
  expect(text).toMatch(/instructions to init +400\.0 M +404\.0 M +1\.010\n/)
  expect(text).toMatch(/module +– +512 B\n/)
  expect(text).toMatch(/\nLinux 6\.12\.0 on x86_64, small: 1 of 2 checks FAILED\n$/)
})

test('-v shows every difference', () => {
  expect(proofText(report, { ...options, verbose: true })).toContain('          | call 24\n')
})

test('a check that was skipped is shown with the reason, and the verdict counts it apart', () => {
  const checks = [...report.checks.slice(0, 1), skippedCheck('kunit', 'tests pass', 'no tests')]
  const text = proofText({ ...report, passed: true, checks }, options)
  expect(text).toContain('  skip    tests pass (kunit)\n            no tests\n')
  expect(text).toMatch(/carved matches stock, 1 of 2 checks pass, 1 skipped\n$/)
})

test('the verdict of a proof that holds counts its checks', () => {
  const text = proofText({ ...report, passed: true, checks: report.checks.slice(0, 1) }, options)
  expect(text).toMatch(/small: carved matches stock, 1 of 1 checks pass\n$/)
})
