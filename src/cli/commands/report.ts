// SPDX-License-Identifier: GPL-2.0-only
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { lastResult, runAt } from '../../chain/report/find-runs.js'
import { matrixRunAt, writeMatrixPage } from '../../chain/report/matrix-run.js'
import { writePage } from '../../chain/report/write-page.js'
import { EXIT, type ExitCode, UsageError } from '../../core/errors.js'
import { totalsText } from '../../report/matrix.js'
import type { MatrixResult } from '../../report-page/index.js'
import { newCommand, type RunCommand } from '../new-command.js'
import type { CommonOptions, Session } from '../session.js'

interface ReportOptions extends CommonOptions {
  readonly output: string
}

export const reportCommand = (run: RunCommand): Command =>
  newCommand('report', {
    summary: 'collect the results of runs in one HTML page',
    description:
      'Writes one self-contained page that needs no network and prints well, with the numbers beside it as JSON. A run is the JSON that start, prove, boot, plan, reuse or ledger print, the directory of its logs, or a carved build. Several runs of one kernel become one report, which names what is missing and the command that adds it. For a run of matrix the page has a cell for each job, which links to its own report. Without a run it takes the last start, prove or matrix.',
    examples: [
      ['kcarve report', 'the last run, in kcarve-report.html'],
      ['kcarve report prove.json reuse.json -o 6.12.117.html', 'two runs in one page'],
      ['kcarve report ~/obj -o obj.html', 'a finished build: its boundary and edits'],
    ],
    exitCodes: ['the report is written'],
  })
    .argument('[runs...]', "a command's JSON, its log directory, or a build directory")
    .option(
      '-o, --output <file>',
      'the page; the numbers go into a file of the same name with .json',
      'kcarve-report.html',
    )
    .action((runs: string[], options: ReportOptions) =>
      run('report', options, session => report(session, runs, options)),
    )

async function reportMatrix(session: Session, run: MatrixResult, page: string): Promise<ExitCode> {
  const jsonPath = await writeMatrixPage(run, page)
  const { schema: _, ...numbers } = run
  session.report(
    'matrix/1',
    numbers,
    () => `${totalsText(run)}\n  page     ${page}\n  numbers  ${jsonPath}\n`,
  )
  return EXIT.yes
}

async function report(session: Session, paths: readonly string[], options: ReportOptions): Promise<ExitCode> {
  const { cacheDir, progress } = session
  progress.begin('report')
  const page = resolve(options.output)
  const given = paths.length === 0 ? [await lastResult(cacheDir)] : paths
  const matrices = await Promise.all(given.map(matrixRunAt))
  const [matrix, ...others] = matrices.filter(run => run !== undefined)
  if (matrix !== undefined) {
    if (others.length > 0 || given.length > 1)
      throw new UsageError('report: a page is of one matrix, or of runs of one kernel')
    return reportMatrix(session, matrix, page)
  }
  const files = await Promise.all(given.map(runAt))
  const { report: made, jsonPath } = await writePage(files, page)
  const { schema: _, ...numbers } = made
  session.report('report/2', numbers, () =>
    [
      `${made.verdict.text}: ${made.verdict.detail}\n`,
      ...files.map(({ path }) => `  from     ${path}\n`),
      `  page     ${page}\n`,
      `  numbers  ${jsonPath}\n`,
      ...made.missing.map(({ part, command }) => `  without ${part}: ${command}\n`),
    ].join(''),
  )
  return EXIT.yes
}
