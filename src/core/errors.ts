// SPDX-License-Identifier: GPL-2.0-only
import { printable } from './printable.js'

/** Exit codes of every command: 0 yes, 1 the answer is no, 2 wrong use or our own failure, 3 the machine lacks something. */
export const EXIT = { yes: 0, no: 1, failure: 2, missing: 3 } as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

export interface ToolErrorOptions {
  /** What the user can do about it: one sentence or command line. */
  readonly hint?: string | undefined
  readonly cause?: unknown
  readonly code?: ExitCode | undefined
}

/** Base of every error that is shown to the user as one line; anything else that is thrown is a bug of ours. */
export class ToolError extends Error {
  readonly code: ExitCode
  readonly hint: string | undefined

  constructor(message: string, { hint, cause, code = EXIT.failure }: ToolErrorOptions = {}) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = new.target.name
    this.code = code
    this.hint = hint
  }
}

/** The command line, or an input named on it, is wrong. */
export class UsageError extends ToolError {}

/** The machine lacks something (exit code 3); the hint is the command that installs it. */
export class MissingError extends ToolError {
  constructor(message: string, options: ToolErrorOptions = {}) {
    super(message, { ...options, code: EXIT.missing })
  }
}

/** Bytes that are not what their format says: which file (when the caller knows it), byte offset, and field. */
export class FormatError extends ToolError {
  readonly file: string | undefined
  readonly offset: number
  readonly field: string
  readonly problem: string

  constructor(
    problem: string,
    where: { offset: number; field: string; file?: string | undefined },
    options: ToolErrorOptions = {},
  ) {
    const [field, what] = [printable(where.field), printable(problem)]
    const place = `${field} at offset ${where.offset}`
    super(where.file === undefined ? `${place}: ${what}` : `${where.file}: ${place}: ${what}`, options)
    this.file = where.file
    this.offset = where.offset
    this.field = field
    this.problem = what
  }

  /** The same error, naming the file the bytes came from. */
  inFile(file: string): FormatError {
    return new FormatError(this.problem, { offset: this.offset, field: this.field, file }, { cause: this })
  }
}

/** A tree lacks the construct an edit step anchors on, or has it more than once. */
export class AnchorError extends ToolError {
  readonly path: string
  readonly expected: string
  /** Candidate places, as `line: text`. */
  readonly nearest: readonly string[]

  constructor(
    message: string,
    where: { path: string; expected: string; nearest?: readonly string[] | undefined },
    options: ToolErrorOptions = {},
  ) {
    super(message, options)
    this.path = where.path
    this.expected = where.expected
    this.nearest = where.nearest ?? []
  }
}

/** An external command failed; its whole output is in the log, the lines that matter are in `tail`. */
export class CommandError extends ToolError {
  readonly command: string
  /** Of one that was ended by a signal. */
  readonly signal: string | undefined
  readonly logPath: string | undefined
  readonly tail: readonly string[]

  constructor(
    message: string,
    what: {
      command: string
      signal?: string | undefined
      logPath?: string | undefined
      tail?: readonly string[] | undefined
    },
    options: ToolErrorOptions = {},
  ) {
    super(message, options)
    this.command = what.command
    this.signal = what.signal
    this.logPath = what.logPath
    this.tail = what.tail ?? []
  }
}
