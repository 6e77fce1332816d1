// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { RESULT_FILE } from '../chain/report/result-file.js'
import { cacheDirectory } from '../core/cache-directory.js'
import { type Paint, paintFor } from '../text/paint.js'
import { shortPaths } from '../text/short-paths.js'
import { type Progress, progressOn, silentProgress } from './progress.js'

/** The options that every command has. */
export interface CommonOptions {
  readonly json?: boolean | undefined
  readonly quiet?: boolean | undefined
  readonly verbose?: boolean | undefined
}

/** One run of a command: how it talks to whoever called it. */
export interface Session {
  readonly progress: Progress
  /** Aborted by SIGINT, SIGTERM and SIGHUP. */
  readonly signal: AbortSignal
  readonly verbose: boolean
  /** Colours of what is printed on stdout. */
  readonly paint: Paint
  /** kcarve's own directory in the user's cache. */
  readonly cacheDir: string
  /** Where the whole output of external commands goes; made when the first log is. */
  readonly logDirectory: string
  readonly logPath: (name: string) => string
  /** For what is fetched from Debian. */
  readonly fetching: {
    readonly cacheDir: string
    readonly signal: AbortSignal
    readonly logPath: string
    readonly onOrigin: (text: string) => void
  }
  /** Prints a result: the model with its schema for machines, the text for people, nothing with --quiet. */
  readonly report: (schema: string, model: object, text: () => string) => void
  /** Keeps a result among the logs, as --json prints it, for `kcarve report`; returns its path. */
  readonly keep: (schema: string, model: object) => Promise<string>
  /** A line about external commands, for --verbose. */
  readonly trace: (line: string) => void
}

export function openSession(command: string, options: CommonOptions, signal: AbortSignal): Session {
  const progress = options.quiet === true ? silentProgress : progressOn(process.stderr)
  const verbose = options.verbose === true
  const cacheDir = cacheDirectory()
  const stamp = new Date().toISOString().slice(0, 19).replaceAll(':', '')
  // Whoever runs us may want them elsewhere, as `kcarve matrix` does for its jobs.
  const logDirectory =
    process.env.KCARVE_LOG_DIRECTORY || join(cacheDir, 'logs', `${stamp}-${command}-${process.pid}`)
  const logPath = (name: string) => join(logDirectory, `${name}.log`)
  return {
    progress,
    signal,
    verbose,
    paint: paintFor(useColours()),
    cacheDir,
    logDirectory,
    logPath,
    fetching: { cacheDir, signal, logPath: logPath('fetch'), onOrigin: text => progress.say(text) },
    report: (schema, model, text) => {
      progress.clear()
      if (options.json === true) {
        process.stdout.write(jsonText(schema, model))
      } else if (options.quiet !== true) process.stdout.write(forReader(text(), process.stdout))
    },
    keep: async (schema, model) => {
      const path = join(logDirectory, RESULT_FILE)
      await mkdir(logDirectory, { recursive: true })
      await writeFile(path, jsonText(schema, model))
      return path
    },
    trace: line => {
      if (verbose) progress.say(line)
    },
  }
}

const jsonText = (schema: string, model: object) =>
  `${JSON.stringify({ schema: `kcarve/${schema}`, ...model }, null, 2)}\n`

/** Short paths are for people; whoever reads a pipe or a file may be elsewhere. */
const forReader = (text: string, { isTTY }: { readonly isTTY?: boolean }) =>
  isTTY === true ? shortPaths(text) : text

/** https://no-color.org */
const useColours = () => process.stdout.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== 'dumb'
