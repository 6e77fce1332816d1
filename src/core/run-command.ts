// SPDX-License-Identifier: GPL-2.0-only

import { once } from 'node:events'
import { createWriteStream, type WriteStream } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import os from 'node:os'
import { dirname } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { ExecaError, execa } from 'execa'
import { diskError } from './disk-error.js'
import { CommandError, MissingError } from './errors.js'
import { findProgram } from './find-program.js'

export interface RunOptions {
  readonly cwd?: string | undefined
  /** Added to the process's own environment. */
  readonly env?: Readonly<Record<string, string>> | undefined
  /** Where stdout and stderr go, interleaved, whole; the directory is made. */
  readonly logPath?: string | undefined
  /** Called for each line of stdout and stderr as it comes. */
  readonly onLine?: ((line: string) => void) | undefined
  /** Ends the command, with everything it started, when aborted. */
  readonly signal?: AbortSignal | undefined
  /** The signal that ends it when we end in a way that lets us do nothing (SIGKILL), where util-linux's setpriv is there. */
  readonly boundBy?: 'TERM' | 'KILL' | undefined
  /** Chooses the lines worth showing when the command fails; by default the last few. */
  readonly pickTail?: ((lines: readonly string[]) => readonly string[]) | undefined
  /** Exit codes that are an answer rather than a failure. */
  readonly accept?: readonly number[] | undefined
  /** The command line that installs the program, for when the machine lacks it. */
  readonly installHint?: string | undefined
}

export interface RunResult {
  readonly exitCode: number
  /** The last 2000 lines of stdout and stderr, interleaved. */
  readonly lines: readonly string[]
  /** Milliseconds. */
  readonly durationMs: number
}

const KEPT_LINES = 2000

/**
 * Runs a command to its end, in a process group of its own so that nothing outlives it, and as nice as we are.
 * Throws MissingError when the program does not exist and CommandError when it fails.
 */
export async function runCommand(
  file: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<RunResult> {
  const started = performance.now()
  const command = [file, ...args].join(' ')
  options.signal?.throwIfAborted()
  const log = await openLog(options.logPath)
  /** What the log's disk refused. Without its log the command is not worth going on with. */
  const lost = new AbortController()
  log?.on('error', cause => lost.abort(diskError('write', options.logPath ?? '', cause)))
  const lines: string[] = []
  const [program, ...words] = await boundToUs([file, ...args], options.boundBy)
  const child = execa(program, words, {
    cwd: options.cwd ?? process.cwd(),
    env: { ...options.env },
    all: true,
    buffer: false,
    stdin: 'ignore',
    reject: false,
    detached: true,
    cleanup: false,
  })
  const nice = keepNiceness(child.pid)
  const end = () => killGroup(child.pid)
  const signals = [lost.signal, ...(options.signal === undefined ? [] : [options.signal])]
  for (const signal of signals) signal.addEventListener('abort', end, { once: true })
  process.once('exit', end)
  // What came before somebody listened.
  if (signals.some(signal => signal.aborted)) end()
  try {
    const output = child.all
    if (output !== undefined && child.pid !== undefined) {
      output.on('data', chunk => log?.write(chunk))
      for await (const line of child.iterable({ from: 'all' })) {
        lines.push(line)
        if (lines.length > KEPT_LINES) lines.splice(0, lines.length - KEPT_LINES)
        options.onLine?.(line)
      }
    }
    const result = await child
    await nice
    if (log !== undefined) await closed(log)
    for (const signal of signals) signal.throwIfAborted()
    if (result instanceof ExecaError && result.code === 'ENOENT') {
      throw new MissingError(`${file} is not installed`, {
        cause: result,
        hint: options.installHint,
      })
    }
    const exitCode = result.exitCode ?? -1
    if (exitCode !== 0 && !options.accept?.includes(exitCode)) {
      const how = result.signal === undefined ? `exit code ${exitCode}` : `signal ${result.signal}`
      throw new CommandError(
        `${file} failed with ${how}`,
        {
          command,
          signal: result.signal,
          logPath: options.logPath,
          tail: (options.pickTail ?? lastLines)(lines),
        },
        { cause: result },
      )
    }
    return { exitCode, lines, durationMs: performance.now() - started }
  } finally {
    for (const signal of signals) signal.removeEventListener('abort', end)
    process.removeListener('exit', end)
    if (log !== undefined) await closed(log)
  }
}

/**
 * A process group that Node makes is a session as well, and with CONFIG_SCHED_AUTOGROUP the kernel shares processors out to
 * sessions: a niceness counts within one only, and a session has its own (man 7 sched). Gives that of the command ours.
 */
async function keepNiceness(pid: number | undefined): Promise<void> {
  const nice = os.getPriority()
  if (nice === 0 || pid === undefined) return
  for (let attempt = 0; attempt < RETRIES; attempt++) {
    const error = await writeFile(`/proc/${pid}/autogroup`, `${nice}`, { flag: 'r+' }).catch(cause => cause)
    // The kernel takes one in a tenth of a second from all users together.
    if (error?.code !== 'EAGAIN') return
    await setTimeout(100 + 100 * attempt)
  }
}

const RETRIES = 5

/** The kernel keeps what PR_SET_PDEATHSIG sets over the exec of the program itself. */
async function boundToUs(
  command: readonly [string, ...string[]],
  signal: RunOptions['boundBy'],
): Promise<readonly [string, ...string[]]> {
  const canBind = signal !== undefined && (await findProgram('setpriv')) !== undefined
  if (!canBind || (await findProgram(command[0])) === undefined) return command
  return ['setpriv', '--pdeathsig', signal, ...command]
}

async function openLog(path: string | undefined) {
  if (path === undefined) return undefined
  await mkdir(dirname(path), { recursive: true })
  return createWriteStream(path)
}

/** Ends the log; what could not be written has been told by its error. */
async function closed(log: WriteStream): Promise<void> {
  log.end()
  if (!log.closed) await once(log, 'close').catch(() => undefined)
}

const lastLines = (lines: readonly string[]) => lines.slice(-5)

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, 'SIGTERM')
  } catch {
    // It has ended already.
  }
}
