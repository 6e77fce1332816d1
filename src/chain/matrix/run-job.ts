// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, readFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { basename, join } from 'node:path'
import { refusedCall } from '../../core/disk-error.js'
import { EXIT, ToolError } from '../../core/errors.js'
import { runCommand } from '../../core/run-command.js'
import type { Job, JobResult } from '../../matrix/index.js'
import { type KeptResult, readKeptResult } from '../../report-page/index.js'
import { RESULT_FILE } from '../report/result-file.js'
import { configArgument } from './configs.js'
import { answerOf } from './job-answer.js'
import { stepsOf, TREE_IS_DONE } from './job-steps.js'
import { keepArtefacts } from './keep-artefacts.js'
import { OWN_SCRIPT } from './own-digest.js'
import { obtainSource, verified } from './sources.js'
import { inRoot } from './toolchain.js'

export interface RunJobOptions {
  readonly id: string
  /** Gets logs, results and the page; made if it is not there. */
  readonly directory: string
  readonly cacheDir: string
  /** Processors for make. */
  readonly cores: number
  readonly signal: AbortSignal
  /** Called with what is being done. */
  readonly onStage: (text: string) => void
  /** Called as soon as others may use the source tree, too. */
  readonly onTreeDone: () => void
}

/** Does a job, by our own commands as processes of their own. What goes wrong is a result, too; only an interruption is thrown. */
export async function runJob(job: Job, options: RunJobOptions): Promise<JobResult> {
  const { id, directory, signal } = options
  const started = performance.now()
  const steps: JobResult['steps'] = []
  const results: KeptResult[] = []
  await mkdir(directory, { recursive: true })
  let failure: JobResult['failure'] = null
  try {
    const inputs = await obtainInputs(job, options)
    for (const [index, step] of stepsOf(job, inputs).entries()) {
      const last = results.at(-1)
      const words = step(last === undefined ? '' : buildOf(last))
      const ran = await runStep(words, { ...options, job, inputs, name: `${index + 1}-${words[0]}` })
      steps.push({
        command: ['kcarve', ...words].join(' '),
        exitCode: ran.exitCode,
        durationMs: ran.durationMs,
      })
      if (ran.result !== undefined) results.push(ran.result)
      failure = ran.failure
      // A kernel that fails its checks need not be asked further.
      if (ran.exitCode !== EXIT.yes) break
    }
    if (failure === null && job.artefacts !== undefined && job.keep.length > 0)
      await keepArtefacts(job, { id, directory, result: results[0], signal })
  } catch (error) {
    signal.throwIfAborted()
    const told = error instanceof ToolError ? error : refusedCall(error)
    if (told === undefined) throw error
    failure = { check: 'kcarve', text: [told.message, told.hint].filter(Boolean).join('; ') }
  }
  const answer = failure === null ? answerOf(job, results) : { state: 'failed' as const, failure }
  return {
    ...answer,
    durationMs: Math.round(performance.now() - started),
    finishedAt: new Date().toISOString(),
    release: releaseOf(results),
    steps,
    by: hostname(),
  }
}

interface Inputs {
  readonly source: string
  readonly config: string | null
  readonly cores: number
}

async function obtainInputs(job: Job, options: RunJobOptions): Promise<Inputs> {
  const { cacheDir, signal, cores, directory, onStage } = options
  const looking = {
    ...{ cacheDir, signal, onDetail: onStage },
    logPath: (name: string) => join(directory, `${name}.log`),
  }
  onStage('sources')
  const source = await obtainSource(job.source, looking)
  const { action, config } = job
  if (action.kind === 'reuse') await verified(action.archive, action.sha256, looking)
  return { source, cores, config: config === null ? null : await configArgument(config, cacheDir) }
}

interface StepOptions extends RunJobOptions {
  readonly job: Job
  readonly inputs: Inputs
  /** Of its logs. */
  readonly name: string
}

interface StepOutcome {
  readonly exitCode: number
  readonly durationMs: number
  readonly result: KeptResult | undefined
  /** Why there is no answer. */
  readonly failure: JobResult['failure']
}

async function runStep(words: readonly string[], options: StepOptions): Promise<StepOutcome> {
  const { job, inputs, directory, name, cacheDir, signal } = options
  const logs = join(directory, name)
  const { root } = job.toolchain
  const reads = [inputs.source, ...(job.action.kind === 'reuse' ? [job.action.archive] : [])]
  // Builds by another distribution's tools do not mix with ours.
  const cacheHome = root === undefined ? join(cacheDir, '..') : join(cacheDir, 'roots', basename(root))
  await mkdir(cacheHome, { recursive: true })
  const command = [process.execPath, OWN_SCRIPT, ...words]
  const [file = '', ...args] = await inRoot(command, { root, reads, binds: [cacheDir, cacheHome, directory] })
  const { exitCode, durationMs, lines } = await runCommand(file, args, {
    cwd: directory,
    env: { XDG_CACHE_HOME: cacheHome, KCARVE_LOG_DIRECTORY: logs, NO_COLOR: '1' },
    signal,
    logPath: join(directory, `${name}.log`),
    boundBy: 'TERM',
    accept: [EXIT.no, EXIT.failure, EXIT.missing],
    onLine: line => told(line, options),
  })
  const answered = exitCode === EXIT.yes || exitCode === EXIT.no
  const text = await readFile(join(logs, RESULT_FILE), 'utf8').catch(() => undefined)
  return {
    exitCode,
    durationMs: Math.round(durationMs),
    result: answered && text !== undefined ? readKeptResult(text) : undefined,
    failure: answered && text !== undefined ? null : { check: words[0] ?? '', text: errorIn(lines) },
  }
}

/** Lines of progress end with a time in brackets, where there is no terminal. */
const PROGRESS = /^(.*) \(\d[\d.ms dh]*\)$/

function told(line: string, { onStage, onTreeDone }: RunJobOptions): void {
  if (TREE_IS_DONE.test(line)) onTreeDone()
  const stage = PROGRESS.exec(line)?.[1]
  if (stage !== undefined) onStage(stage)
}

/** What kcarve said last, and what to do about it. */
function errorIn(lines: readonly string[]): string {
  const at = lines.findLastIndex(line => line.startsWith('kcarve: '))
  const [first = 'it ended without a word', ...more] = at < 0 ? lines.slice(-1) : lines.slice(at)
  const hint = more.find(line => /^ {2}[^|]/.test(line) && !line.startsWith('  log: '))
  return [first.replace(/^kcarve: /, ''), hint?.trim()].filter(Boolean).join('; ')
}

function buildOf(result: KeptResult): string {
  const place = 'places' in result ? result.places.find(({ name }) => name === 'build') : undefined
  if (place === undefined) throw new ToolError('start has not said where the build is')
  return place.path
}

function releaseOf(results: readonly KeptResult[]): string | null {
  for (const result of results) {
    if ('release' in result && result.release != null) return result.release
    if ('kernel' in result && typeof result.kernel !== 'string') return result.kernel.release
  }
  return null
}
