// SPDX-License-Identifier: GPL-2.0-only
import type { Boot } from '../pieces.js'
import type { ReportCheck } from '../report-data.js'
import { consoleLines } from './console-lines.js'
import type { Run } from './run.js'

/** The checks of a run, each with the lines of its boots that show it. */
export function checksOf(run: Run): ReportCheck[] {
  switch (run.schema) {
    case 'kcarve/prove/1':
      return run.checks.map(({ name, claim, passed, evidence, differences }) => ({
        asked: 'prove',
        name,
        claim: inScenario(claim, name),
        status: passed ? 'pass' : 'fail',
        evidence,
        differences,
        console: consoleLines(
          name,
          run.boots.filter(boot => boot.scenario === scenarioOf(name)),
        ),
      }))
    case 'kcarve/start/1':
      return toldChecks(run.checks, 'start', run.boots)
    case 'kcarve/boot/1': {
      const scenario = run.boots[0]?.scenario ?? ''
      return toldChecks(run.checks, scenario === '' ? 'boot' : `boot ${scenario}`, run.boots)
    }
    case 'kcarve/boot-faults/1':
      return toldChecks(run.checks, 'boot --fault', [])
    default:
      return []
  }
}

interface Told {
  readonly name: string
  readonly status: ReportCheck['status']
  readonly detail: string
  readonly lines: readonly string[]
}

const toldChecks = (checks: readonly Told[], asked: string, boots: readonly Boot[]): ReportCheck[] =>
  checks.map(({ name, status, detail, lines }) => ({
    asked,
    name,
    claim: name,
    status,
    // Of a check that failed they say why.
    evidence: detail === '' || status === 'fail' ? [] : [detail],
    differences: status === 'fail' ? [detail, ...lines].filter(line => line !== '') : [],
    console: consoleLines(name, boots),
  }))

/** `algorithms (fips=1)` is of the boots with fips=1. */
const scenarioOf = (name: string): string => / \(([^()]*)\)$/.exec(name)?.[1] ?? ''

const inScenario = (claim: string, name: string): string =>
  scenarioOf(name) === '' ? claim : `${claim}, with ${scenarioOf(name)}`
