// SPDX-License-Identifier: GPL-2.0-only
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { lastRun, runAt } from '../../chain/report/find-runs.js'
import { writePage } from '../../chain/report/write-page.js'
import { EXIT, type ExitCode } from '../../core/errors.js'
import { newCommand, type RunCommand } from '../new-command.js'
import type { CommonOptions, Session } from '../session.js'

interface ReportOptions extends CommonOptions {
  readonly output: string
}

export const reportCommand = (run: RunCommand): Command =>
  newCommand('report', {
    summary: 'one HTML page of what runs have found',
    description:
      'Writes a page that holds all it shows, for a browser without a network, and for paper; the numbers go beside it as JSON. A run is the JSON that start, prove, boot, plan or reuse print, the directory of its logs, or a carved build; several of one kernel become one report, and what none of them has is named with the command that would add it. Without a run it is the last one of start or prove.',
    examples: [
      ['kcarve report', 'the last run, into kcarve-report.html'],
      ['kcarve report prove.json reuse.json -o 6.12.117.html', 'two runs in one page'],
      ['kcarve report ~/obj -o obj.html', 'a build as it lies there: its boundary, its edits'],
    ],
    exitCodes: ['the report is written'],
  })
    .argument('[runs...]', 'JSON of a command, the directory of its logs, or a build directory')
    .option(
      '-o, --output <file>',
      'the page; the numbers go into the same name with .json',
      'kcarve-report.html',
    )
    .action((runs: string[], options: ReportOptions) =>
      run('report', options, session => report(session, runs, options)),
    )

async function report(session: Session, paths: readonly string[], options: ReportOptions): Promise<ExitCode> {
  const { cacheDir, progress } = session
  progress.begin('report')
  const files = paths.length === 0 ? [await lastRun(cacheDir)] : await Promise.all(paths.map(runAt))
  const page = resolve(options.output)
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
