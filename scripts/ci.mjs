// SPDX-License-Identifier: GPL-2.0-only
// What .ci/run does: every part in a row, then the tests of all of them counted.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from './lib/run.mjs'

const PARTS = [
  ['npm', ['test']],
  ['npm', ['run', 'test:browser']],
  ['npm', ['run', 'test:queue']],
  ['npm', ['run', 'test:kernel']],
  ['npm', ['run', 'test:root']],
]

// The vitest configurations write a JSON report into this directory.
const results = mkdtempSync(join(tmpdir(), 'kcarve-ci-'))
let failedParts = 0
for (const [file, args] of PARTS) {
  const command = [file, ...args].join(' ')
  const started = Date.now()
  process.stdout.write(`==> ${command}\n`)
  const code = run(file, args, { env: { KCARVE_TEST_RESULTS: results } })
  if (code !== 0) failedParts++
  process.stdout.write(`<== ${command}: exit ${code} after ${Math.round((Date.now() - started) / 1000)} s\n`)
}

const reports = readdirSync(results).map(name => JSON.parse(readFileSync(join(results, name), 'utf8')))
rmSync(results, { recursive: true })
const passed = sum(reports, 'numPassedTests')
// A part can fail without a failed test: in the linter, the compiler, or before its first test.
const failed = Math.max(sum(reports, 'numFailedTests'), failedParts)
process.stdout.write(`${passed} passed, ${failed} failed\n`)
process.exit(failed === 0 && passed > 0 ? 0 : 1)

function sum(reports, field) {
  return reports.reduce((total, report) => total + report[field], 0)
}
