// SPDX-License-Identifier: GPL-2.0-only
// What .ci/run does: npm test, then all suites of tests, and at the end all tests counted.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bootstrap } from './bootstrap.mjs'
import { run, runBeside } from './lib/run.mjs'
import { PURPOSES } from './lib/suites.mjs'

// Of two processors a compiler takes both, but a guest, a browser or a queue one: the longest suite runs beside the others.
const LANES = [['kernel'], ['browser', 'queue', 'root']]

// The vitest configurations write a JSON report into this directory.
const results = mkdtempSync(join(tmpdir(), 'kcarve-ci-'))
const env = { KCARVE_TEST_RESULTS: results }
let failedParts = 0

await part('npm test', () => run('npm', ['test'], { env }))
// Two suites at once cannot both install packages.
bootstrap(LANES.flat().flatMap(suite => PURPOSES[suite]))
await Promise.all(
  LANES.map(async suites => {
    for (const suite of suites) {
      await part(`npm run test:${suite}`, () => runBeside(suite, 'npm', ['run', `test:${suite}`], env))
    }
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

async function part(command, start) {
  const started = Date.now()
  process.stdout.write(`==> ${command}\n`)
  const code = await start()
  if (code !== 0) failedParts++
  process.stdout.write(`<== ${command}: exit ${code} after ${Math.round((Date.now() - started) / 1000)} s\n`)
}
