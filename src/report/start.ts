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

/**
 * The summary at the end, which fits a small terminal: checks, sizes, the page and the verdict; with `verbose` also where
 * everything is and how to look further.
 */
export function startText(report: StartReport, { verbose = false, paint = plainPaint } = {}): string {
  const { checks, sizes, places } = report
  const failed = checks.filter(({ status }) => status === 'fail').length
  const verdict = allPass(checks)
    ? paint.green(`${report.kernel} carved, built and booted: all checks pass`)
    : paint.red(`${report.kernel}: ${failed} of ${checks.length} checks FAILED`)
  const sizesLine = sizes.map(({ name, bytes }) => `${name} ${bytesText(bytes)}`).join(', ')
  const page = places.find(({ name }) => name === 'report')
  return [
    `\n${paint.bold('checks')}\n${checksText(checks, { verbose, paint })}`,
    `${paint.bold('sizes')}  ${sizesLine}\n`,
    ...(verbose ? furtherTexts(report, paint) : []),
    ...(page === undefined || verbose ? [] : [`${paint.bold('report')}  ${page.path}\n`]),
    `${verdict} (${durationText(report.durationMs)})\n`,
  ].join('')
}

function furtherTexts({ places, next }: StartReport, paint: Paint): string[] {
  const rows = places.map(({ name, path }) => [name, path])
  return [
    `${paint.bold('where')}\n${tableText(rows, { indent: 2 })}`,
    `${paint.bold('look further')}\n`,
    ...next.map(({ command, purpose }) => `  ${paint.dim(`# ${purpose}`)}\n  ${command}\n`),
  ]
}
