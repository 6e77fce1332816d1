// SPDX-License-Identifier: GPL-2.0-only
import type { Boot, Check } from '../pieces.js'
import type { ReportCheck } from '../report-data.js'
import { consoleLines } from './console-lines.js'
import type { KeptResult } from './kept-result.js'

/** The checks of a result, each with the lines of its boots that show it. */
export function checksOf(result: KeptResult): ReportCheck[] {
  switch (result.schema) {
    case 'kcarve/prove/2':
      return shown(result.checks, 'prove', result.boots)
    case 'kcarve/start/2':
      return shown(result.checks, 'start', result.boots)
    case 'kcarve/boot/2':
      return shown(result.checks, 'boot', result.boots)
    case 'kcarve/boot-faults/2':
      return shown(result.checks, 'boot --fault', [])
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
