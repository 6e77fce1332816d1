// SPDX-License-Identifier: GPL-2.0-only
import { type Cell, type DoneJob, isRegression, type MatrixRun } from '../matrix/index.js'
import { type Paint, plainPaint } from '../text/paint.js'
import { countText, durationText } from '../text/quantities.js'
import { tableText, withoutEmptyColumns } from '../text/table.js'

export interface MatrixTextOptions {
  readonly verbose?: boolean | undefined
  readonly paint?: Paint | undefined
}

const HEAD = ['', 'kernel', 'version', 'config', 'arch', 'toolchain', 'do', 'time', 'first failure']

/** A run as text: what got worse since the last one, a row for each job, and how many came to what. */
export function matrixText(
  run: MatrixRun,
  { verbose = false, paint = plainPaint }: MatrixTextOptions = {},
): string {
  const worse = run.jobs.filter(isRegression)
  const { head, rows } = withoutEmptyColumns(
    HEAD,
    run.jobs.map(job => rowOf(job, paint)),
  )
  return [
    worse.length === 0
      ? ''
      : `${paint.red('worse than')} the run of ${run.previous?.slice(0, 16).replace('T', ' ')}\n`,
    tableText(
      worse.map(job => rowOf(job, paint)),
      { indent: 2 },
    ),
    tableText(rows, { head }),
    ...(verbose ? run.jobs.map(job => `  ${job.report ?? job.directory}\n`) : []),
    `\n${totalsText(run)} (${durationText(run.durationMs)})\n`,
  ].join('')
}

/** `7 jobs: 5 yes, 1 no, 1 failed; 3 were done before`. */
export function totalsText({ totals }: Pick<MatrixRun, 'totals'>): string {
  const { jobs, yes, no, failed, kept } = totals
  const parts = [`${yes} yes`, ...(no > 0 ? [`${no} no`] : []), ...(failed > 0 ? [`${failed} failed`] : [])]
  return `${countText(jobs, 'job')}: ${parts.join(', ')}${kept > 0 ? `; ${kept} ${kept === 1 ? 'was' : 'were'} done before` : ''}`
}

/** What tells a job from the others. */
export const doneWords = (job: Cell): string[] =>
  [job.tree, job.config, job.arch, job.toolchain, job.do].filter(Boolean)

/** One job as a line, as it ends. */
export const doneLine = (job: DoneJob): string =>
  [markOf(job, plainPaint), ...doneWords(job), timeOf(job), failureText(job)].filter(Boolean).join('  ')

function rowOf(job: DoneJob, paint: Paint): string[] {
  return [
    markOf(job, paint),
    job.tree,
    job.version,
    job.config,
    job.arch,
    job.toolchain,
    job.do,
    durationText(job.durationMs),
    failureText(job),
  ]
}

const MARKS = { yes: 'ok', no: 'NO', failed: 'FAILED' } as const

function markOf({ state }: DoneJob, paint: Paint): string {
  const text = MARKS[state]
  return state === 'yes' ? paint.green(text) : paint.red(text)
}

const timeOf = ({ isKept, durationMs }: DoneJob) => (isKept ? 'done before' : durationText(durationMs))

const LONGEST = 140

function failureText({ failure }: DoneJob): string {
  if (failure === null) return ''
  const text = `${failure.check}: ${failure.text}`.replace(/\s+/g, ' ')
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text
}
