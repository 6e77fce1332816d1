// SPDX-License-Identifier: GPL-2.0-only
import { appendFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Command } from 'commander'
import { type MatrixEvents, type MatrixPlan, planMatrix, runMatrix } from '../../chain/matrix/run-matrix.js'
import { runQueued } from '../../chain/matrix/run-queued.js'
import { EXIT, type ExitCode } from '../../core/errors.js'
import type { DoneJob, MatrixRun } from '../../matrix/index.js'
import { timeLeft } from '../../matrix/index.js'
import { checkServer, type QueueServer, queueServer } from '../../queue/index.js'
import { doneLine, matrixText } from '../../report/matrix.js'
import { matrixPlanText, type PlanReport } from '../../report/matrix-plan.js'
import { positive } from '../build-options.js'
import { matrixProgress } from '../matrix-progress.js'
import { newCommand, type RunCommand } from '../new-command.js'
import { givenQueue, QUEUE_HELP } from '../queue-option.js'
import type { CommonOptions, Session } from '../session.js'

interface MatrixOptions extends CommonOptions {
  readonly jobs: number
  readonly ccWrapper?: string | undefined
  readonly dryRun?: boolean | undefined
  readonly again?: boolean | undefined
  readonly jsonLines?: boolean | undefined
  readonly queue?: string | true | undefined
}

export const matrixCommand = (run: RunCommand): Command =>
  newCommand('matrix', {
    summary: 'do all of this for many kernels, configurations and toolchains',
    description:
      'Reads a YAML file that names kernels, configurations, architectures, toolchains and what to do with them, and does all of it. It does not repeat a job whose sources, configuration, toolchain, arguments and kcarve are the same as before. If interrupted, run it again; it resumes. docs/many-kernels.md describes the file.',
    examples: [
      ['kcarve matrix kernels.yml --dry-run', 'the jobs, which are done, and how long the rest may take'],
      ['kcarve matrix kernels.yml -j 2', 'two jobs at once, which share the processors'],
      ['kcarve matrix kernels.yml --queue redis://HOST', 'jobs for `kcarve worker` on any machine'],
      ['kcarve matrix kernels.yml --again', 'also repeat jobs whose answer was not yes'],
    ],
    exitCodes: ['the answer of every job is yes', 'a job failed, or its answer is no'],
  })
    .argument('<file>', 'the matrix, as YAML')
    .option('-j, --jobs <n>', 'how many jobs at once; the processors are shared among them', positive, 1)
    .option('--cc-wrapper <program>', 'put this before the compiler, such as ccache, whatever the file says')
    .option('--dry-run', 'print the jobs and an estimate from earlier runs, and do nothing')
    .option('--again', 'also repeat jobs whose answer was no')
    .option('--queue [url]', `have workers do the jobs: ${QUEUE_HELP}`)
    .option('--json-lines', 'print a line of JSON as each job ends, and the result as the last line')
    .action((file: string, options: MatrixOptions) =>
      run('matrix', options, session => matrix(session, file, options)),
    )

async function matrix(session: Session, file: string, options: MatrixOptions): Promise<ExitCode> {
  const { progress, cacheDir, signal, logPath, verbose } = session
  const server = options.queue === undefined ? undefined : queueServer(chosenQueue(options.queue))
  // Looking up what the jobs are made of may take longer.
  if (server !== undefined && options.dryRun !== true) await checkServer(server)
  const stage = progress.begin('jobs')
  const plan = await planMatrix(file, {
    ...{ cacheDir, signal, logPath, again: options.again === true, ccWrapper: options.ccWrapper },
    onDetail: stage.detail,
  })
  stage.end()
  if (options.dryRun === true) {
    const report = planReport(plan, options.jobs)
    session.report('matrix-plan/1', report, () => matrixPlanText(report, { verbose }))
    return EXIT.yes
  }
  return report(session, options, await runPlan(session, plan, { ...options, server }))
}

async function runPlan(
  session: Session,
  plan: MatrixPlan,
  { server, ...options }: MatrixOptions & { readonly server: QueueServer | undefined },
): Promise<MatrixRun> {
  const { cacheDir, signal, progress } = session
  const shown = matrixProgress(progress, plan, options.jobs)
  const lines = await linesOf(session, options)
  const events: MatrixEvents = {
    onStart: shown.onStart,
    onStage: shown.onStage,
    onDone: job => {
      lines.add(job)
      shown.onDone(job, doneLine(job))
    },
  }
  const run =
    server === undefined
      ? await runMatrix(plan, { ...events, cacheDir, signal, atOnce: options.jobs })
      : await runQueued(plan, {
          ...{ ...events, server, signal, again: options.again === true },
          onTrouble: line => progress.say(line),
        })
  shown.end()
  await lines.written()
  return run
}

/** Without a URL the environment names it. */
const chosenQueue = (option: string | true) => givenQueue('matrix', option === true ? undefined : option)

/** The jobs as lines of JSON, among the logs and, if asked for, on stdout. */
async function linesOf({ logDirectory }: Session, { jsonLines }: MatrixOptions) {
  await mkdir(logDirectory, { recursive: true })
  const path = join(logDirectory, 'jobs.jsonl')
  let writing = Promise.resolve()
  return {
    add: (job: DoneJob) => {
      const line = `${JSON.stringify({ schema: 'kcarve/matrix-job/1', ...job })}\n`
      if (jsonLines === true) process.stdout.write(line)
      writing = writing.then(() => appendFile(path, line))
    },
    written: () => writing,
  }
}

async function report(session: Session, options: MatrixOptions, run: MatrixRun): Promise<ExitCode> {
  const { verbose, paint } = session
  await session.keep('matrix/1', run)
  if (options.jsonLines === true) {
    session.progress.clear()
    process.stdout.write(`${JSON.stringify({ schema: 'kcarve/matrix/1', ...run })}\n`)
  } else session.report('matrix/1', run, () => matrixText(run, { verbose, paint }))
  return run.passed ? EXIT.yes : EXIT.no
}

function planReport({ file, jobs, estimate }: MatrixPlan, atOnce: number): PlanReport {
  const rows = jobs.map(({ id, version, job, kept }) => ({
    ...{ id, ...job.cell, version, identity: job.toolchain.identity },
    kept: kept?.result.state ?? null,
    estimateMs: estimate(job.cell) ?? null,
  }))
  const todo = rows.filter(({ kept }) => kept === null)
  const left = timeLeft(
    todo.map(({ estimateMs }) => estimateMs ?? undefined),
    atOnce,
  )
  return { file, jobs: rows, atOnce, estimateMs: left ?? null }
}
