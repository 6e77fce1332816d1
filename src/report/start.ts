// SPDX-License-Identifier: GPL-2.0-only
import { allPass, type Check } from '../checks/check.js'
import { checksText } from '../text/checks.js'
import { type Paint, plainPaint } from '../text/paint.js'
import { bytesText, durationText } from '../text/quantities.js'
import { tableText } from '../text/table.js'

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

/** The summary at the end: checks, sizes, places, and how to look further. `home` becomes ~ in paths. */
export function startText(
  report: StartReport,
  {
    home = '',
    verbose = false,
    paint = plainPaint,
  }: { home?: string; verbose?: boolean; paint?: Paint } = {},
): string {
  const { checks, sizes, places, next } = report
  const brief = (text: string) => (home === '' ? text : text.replaceAll(`${home}/`, '~/'))
  const failed = checks.filter(({ status }) => status === 'fail').length
  const verdict = allPass(checks)
    ? paint.green(`${report.kernel} carved, built and booted: all checks pass`)
    : paint.red(`${report.kernel}: ${failed} of ${checks.length} checks FAILED`)
  const sizeRows = sizes.map(({ name, bytes }) => [name, bytesText(bytes)])
  const placeRows = places.map(({ name, path }) => [name, brief(path)])
  return [
    `\n${paint.bold('checks')}\n${checksText(checks, { verbose, paint })}`,
    `${paint.bold('sizes')}\n${tableText(sizeRows, { right: [1], indent: 2 })}`,
    `${paint.bold('where')}\n${tableText(placeRows, { indent: 2 })}`,
    `${paint.bold('look further')}\n`,
    ...next.map(({ command, purpose }) => `  ${paint.dim(`# ${purpose}`)}\n  ${brief(command)}\n`),
    `\n${verdict} (${durationText(report.durationMs)})\n`,
  ].join('')
}
