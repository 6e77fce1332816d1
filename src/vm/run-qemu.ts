// SPDX-License-Identifier: GPL-2.0-only
import { appendFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Architecture } from '../arch/architecture.js'
import { CommandError, MissingError } from '../core/errors.js'
import { findProgram } from '../core/find-program.js'
import { runCommand } from '../core/run-command.js'
import { followFile } from './console/follow-file.js'

export interface RunQemuOptions {
  readonly arch: Architecture
  readonly args: readonly string[]
  /** Milliseconds until QEMU is ended, whatever it does. */
  readonly deadlineMs: number
  /** Milliseconds without a line until QEMU is ended; asked for after each line. */
  readonly silenceMs: () => number
  /** Where the whole console goes, and QEMU's own messages behind it. */
  readonly logPath?: string | undefined
  readonly signal?: AbortSignal | undefined
  /** Called for each line of the console, and of QEMU's own output, without its line end; returns how many more milliseconds QEMU may live, or undefined. */
  readonly onLine: (line: string) => number | undefined
}

/** Why QEMU ended; `exited` is by itself, `signal` that somebody else has ended it. */
export type QemuEnd =
  | { readonly by: 'exited'; readonly exitCode: number }
  | { readonly by: 'signal'; readonly signal: string }
  | { readonly by: 'deadline' | 'silence' | 'request' }

/**
 * Runs QEMU until it ends or has to be ended. It outlives us on no path: neither an abort, nor an exception, nor our own
 * sudden end. Throws MissingError when it is not installed, and the signal's reason when aborted.
 */
export async function runQemu(options: RunQemuOptions): Promise<QemuEnd> {
  const { program } = options.arch.qemu
  if ((await findProgram(program)) === undefined) {
    throw new MissingError(`${program} is not installed`, {
      hint: `apt-get install ${options.arch.packages.qemu}`,
    })
  }
  const end = new AbortController()
  let by: 'deadline' | 'silence' | 'request' | undefined
  const endBy = (reason: typeof by) => () => {
    by ??= reason
    end.abort()
  }
  const deadline = setTimeout(endBy('deadline'), options.deadlineMs)
  let silence = setTimeout(endBy('silence'), options.silenceMs())
  let request: NodeJS.Timeout | undefined
  const onLine = (line: string) => {
    clearTimeout(silence)
    const remaining = options.onLine(line)
    silence = setTimeout(endBy('silence'), options.silenceMs())
    if (remaining !== undefined) request ??= setTimeout(endBy('request'), remaining)
  }
  const serial = await prepareConsole(options.logPath)
  const followed = await followFile(serial.path, onLine)
  const messages: string[] = []
  try {
    const args = [...options.args, '-serial', `file:${serial.path.replaceAll(',', ',,')}`]
    const { exitCode } = await runCommand(program, args, {
      boundBy: 'KILL',
      onLine: line => {
        // That was us.
        if (line.includes('terminating on signal 15')) return
        messages.push(line)
        options.onLine(line)
      },
      signal: options.signal === undefined ? end.signal : AbortSignal.any([options.signal, end.signal]),
    })
    return { by: 'exited', exitCode }
  } catch (error) {
    options.signal?.throwIfAborted()
    if (by !== undefined) return { by }
    if (error instanceof CommandError) {
      return error.signal === undefined
        ? { by: 'exited', exitCode: 1 }
        : { by: 'signal', signal: error.signal }
    }
    throw error
  } finally {
    for (const timer of [deadline, silence, request]) clearTimeout(timer)
    await followed.finish()
    await serial.keep(messages)
    // The last lines may have asked for an end that has come by itself.
    clearTimeout(silence)
    clearTimeout(request)
  }
}

interface ConsoleFile {
  readonly path: string
  /** Adds QEMU's own messages to a log that stays, and removes one that does not. */
  readonly keep: (messages: readonly string[]) => Promise<void>
}

/**
 * An empty file for the serial port. Not a pipe: QEMU's serial port drops what a slow reader leaves no room for, and
 * what is still buffered when the guest resets.
 */
async function prepareConsole(logPath: string | undefined): Promise<ConsoleFile> {
  if (logPath !== undefined) {
    await mkdir(dirname(logPath), { recursive: true })
    await writeFile(logPath, '')
    return {
      path: logPath,
      keep: messages => appendFile(logPath, messages.map(message => `${message}\n`).join('')),
    }
  }
  const directory = await mkdtemp(join(tmpdir(), 'kcarve-console-'))
  const path = join(directory, 'console.log')
  await writeFile(path, '')
  return { path, keep: () => rm(directory, { recursive: true, force: true }) }
}
