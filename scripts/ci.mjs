// SPDX-License-Identifier: GPL-2.0-only
// What .ci/run does: npm test and all suites of tests, and at the end all tests counted.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bootstrap } from './bootstrap.mjs'
import { runBeside } from './lib/run.mjs'
import { PURPOSES } from './lib/suites.mjs'

// A compiler takes both of two processors, but a guest, a browser or a reader of trees one: the longest suite runs beside all others.
const LANES = [['test:kernel'], ['test', 'test:browser', 'test:queue', 'test:root']]

// The vitest configurations write a JSON report into this directory.
const results = mkdtempSync(join(tmpdir(), 'kcarve-ci-'))
const env = { KCARVE_TEST_RESULTS: results }
let failedParts = 0

// Two at once cannot both install packages.
bootstrap(['browser', 'kernel', 'queue', 'root'].flatMap(suite => PURPOSES[suite]))
await Promise.all(
  LANES.map(async scripts => {
    for (const script of scripts) await part(script)
  }),
)

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

async function part(script) {
  const command = `npm run ${script}`
  const started = Date.now()
  process.stdout.write(`==> ${command}\n`)
  const code = await runBeside(script.replace('test:', ''), 'npm', ['run', script], env)
  if (code !== 0) failedParts++
  process.stdout.write(`<== ${command}: exit ${code} after ${Math.round((Date.now() - started) / 1000)} s\n`)
}
