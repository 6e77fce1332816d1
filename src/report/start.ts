// SPDX-License-Identifier: GPL-2.0-only
import { allPass, type Check, checksText } from './checks.js'
import { plainPaint } from './paint.js'
import { bytesText, durationText } from './quantities.js'
import { tableText } from './table.js'

/** What `kcarve start` has done and found. */
export interface StartReport {
  readonly kernel: string
  readonly checks: readonly Check[]
  /** Bytes, by what it is the size of. */
  readonly sizes: readonly { readonly name: string; readonly bytes: number }[]
  /** Milliseconds. */
  readonly durationMs: number
  readonly places: readonly { readonly name: string; readonly path: string }[]
  /** Command lines to look further, with what they are for. */
  readonly next: readonly { readonly command: string; readonly purpose: string }[]
}

/** The summary at the end: checks, sizes, places, and how to look further. */
export function startText(report: StartReport, { verbose = false, paint = plainPaint } = {}): string {
  const { checks, sizes, places, next } = report
  const failed = checks.filter(({ status }) => status === 'fail').length
  const verdict = allPass(checks)
    ? paint.green(`${report.kernel} carved, built and booted: all checks pass`)
    : paint.red(`${report.kernel}: ${failed} of ${checks.length} checks FAILED`)
  return [
    '\n',
    `${paint.bold('checks')}\n${checksText(checks, { verbose, paint })}`,
    `${paint.bold('sizes')}\n${tableText(
      sizes.map(({ name, bytes }) => [name, bytesText(bytes)]),
      { indent: 2 },
    )}`,
    `${paint.bold('where')}\n${tableText(
      places.map(({ name, path }) => [name, path]),
      { indent: 2 },
    )}`,
    `${paint.bold('look further')}\n${tableText(
      next.map(({ command, purpose }) => [command, purpose]),
      { indent: 2 },
    )}`,
    `\n${verdict} (${durationText(report.durationMs)})\n`,
  ].join('')
}
