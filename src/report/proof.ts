// SPDX-License-Identifier: GPL-2.0-only
import type { Check } from '../checks/check.js'
import type { ProofReport, SizeRow } from '../features/standalone-crypto/prove/index.js'
import { type Paint, plainPaint } from '../text/paint.js'
import { bytesText, durationText, numberText } from '../text/quantities.js'
import { tableText } from '../text/table.js'

const MOST_DIFFERENCES = 20

export interface ProofTextOptions {
  readonly config: string
  readonly logDirectory: string
  /** Every difference and all evidence. */
  readonly verbose?: boolean | undefined
  readonly paint?: Paint | undefined
}

/** Stock and carved side by side: the checks, what differs, sizes, boots and the verdict. */
export function proofText(report: Omit<ProofReport, 'builds'>, options: ProofTextOptions): string {
  const { config, logDirectory, verbose = false, paint = plainPaint } = options
  const { checks, sizes, boots, passed, release, arch } = report
  const countOf = (wanted: Check['status']) => checks.filter(({ status }) => status === wanted).length
  const [passing, failed, skipped] = [countOf('pass'), countOf('fail'), countOf('skip')]
  const verdict = passed
    ? paint.green(
        `Linux ${release} on ${arch}, ${config}: carved matches stock, ${passing} of ${checks.length} checks pass${skipped > 0 ? `, ${skipped} skipped` : ''}`,
      )
    : paint.red(`Linux ${release} on ${arch}, ${config}: ${failed} of ${checks.length} checks FAILED`)
  const bootRows = boots.map(({ kernel, scenario, outcome, durationMs }) => [
    kernel,
    scenario === '' ? 'plain' : scenario,
    outcome,
    durationText(durationMs),
  ])
  return [
    `${paint.bold('checks')}\n`,
    ...checks.map(check => checkText(check, verbose, paint)),
    `${paint.bold('sizes')}\n`,
    tableText(sizes.map(sizeRow), { head: ['', 'stock', 'carved', 'ratio'], right: [1, 2, 3], indent: 2 }),
    `${paint.bold('boots')}\n`,
    tableText(bootRows, { right: [3], indent: 2 }),
    `  logs: ${logDirectory}\n`,
    `\n${verdict}\n`,
  ].join('')
}

function checkText(
  { id, title, scenario = '', status, evidence, differences }: Check,
  verbose: boolean,
  paint: Paint,
): string {
  const mark = {
    pass: `${paint.green('ok')}    `,
    fail: paint.red('FAILED'),
    skip: `${paint.yellow('skip')}  `,
  }[status]
  const name = scenario === '' ? id : `${id}, ${scenario}`
  const shown = verbose ? differences : differences.slice(0, MOST_DIFFERENCES)
  const rest = differences.length - shown.length
  const told = verbose ? evidence : evidence.slice(0, 1)
  return [
    `  ${mark}  ${title} ${paint.dim(`(${name})`)}\n`,
    ...told.map(line => `            ${paint.dim(line)}\n`),
    ...shown.map(line => `          | ${line}\n`),
    ...(rest > 0 ? [`          | and ${numberText(rest)} more (-v)\n`] : []),
  ].join('')
}

function sizeRow({ name, unit, stock, carved, ratio }: SizeRow): string[] {
  const text = (value: number | undefined) =>
    value === undefined ? '–' : unit === 'bytes' ? bytesText(value) : `${(value / 1e6).toFixed(1)} M`
  return [
    unit === 'instructions' ? `instructions ${name}` : name,
    text(stock),
    text(carved),
    ratio === undefined ? '' : ratio.toFixed(3),
  ]
}
