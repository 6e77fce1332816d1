// SPDX-License-Identifier: GPL-2.0-only
import type { Boot, Check } from '../pieces.js'
import type { ReportCheck } from '../report-data.js'
import { consoleLines } from './console-lines.js'
import type { Run } from './run.js'

/** The checks of a run, each with the lines of its boots that show it. */
export function checksOf(run: Run): ReportCheck[] {
  switch (run.schema) {
    case 'kcarve/prove/2':
      return shown(run.checks, 'prove', run.boots)
    case 'kcarve/start/2':
      return shown(run.checks, 'start', run.boots)
    case 'kcarve/boot/2':
      return shown(run.checks, 'boot', run.boots)
    case 'kcarve/boot-faults/2':
      return shown(run.checks, 'boot --fault', [])
    default:
      return []
  }
}

const shown = (checks: readonly Check[], asked: string, boots: readonly Boot[]): ReportCheck[] =>
  checks.map(check => ({
    asked,
    ...check,
    console: consoleLines(
      check.id,
      boots.filter(({ scenario }) => scenario === check.scenario),
    ),
  }))
