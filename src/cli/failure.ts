// SPDX-License-Identifier: GPL-2.0-only
import { CommanderError } from 'commander'
import { refusedCall } from '../core/disk-error.js'
import { CommandError, EXIT, ToolError } from '../core/errors.js'
import { installHint } from './install-hint.js'

export interface Failure {
  /** For stderr; ends in a line feed, or is empty. */
  readonly text: string
  readonly exitCode: number
}

/** As a shell reports the end by SIGINT. */
const INTERRUPTED = 130

/** What people and shells are told of an error: a line, and what they can do; a stack when it is a bug of ours. */
export function failureOf(error: unknown, signal: AbortSignal): Failure {
  if (signal.aborted) return { text: 'kcarve: interrupted\n', exitCode: INTERRUPTED }
  if (error instanceof CommanderError) return commandLineFailure(error)
  const told = error instanceof ToolError ? error : refusedCall(error)
  if (told !== undefined) return { text: toolErrorText(told), exitCode: told.code }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return {
    text: `kcarve: internal error, please report it with the command line\n${stack}\n`,
    exitCode: EXIT.failure,
  }
}

function toolErrorText(error: ToolError): string {
  const lines = [`kcarve: ${error.message}`]
  if (error instanceof CommandError) {
    lines.push(...error.tail.map(line => `  | ${line}`))
    if (error.logPath !== undefined) lines.push(`  log: ${error.logPath}`)
  }
  if (error.hint !== undefined) lines.push(`  ${installHint(error.hint)}`)
  return lines.map(line => `${line}\n`).join('')
}

/** Commander has printed help or the version already, and says so by an error with exit code 0. */
function commandLineFailure({ exitCode, message, code }: CommanderError): Failure {
  if (exitCode === 0 || code === 'commander.help')
    return { text: '', exitCode: exitCode === 0 ? EXIT.yes : EXIT.failure }
  return {
    text: `kcarve: ${message.replace(/^error: /, '').replaceAll('\n', ' ')}\n  kcarve --help, or kcarve COMMAND --help\n`,
    exitCode: EXIT.failure,
  }
}
