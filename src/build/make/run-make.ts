// SPDX-License-Identifier: GPL-2.0-only
import { mkdir } from 'node:fs/promises'
import { type RunResult, runCommand } from '../../core/run-command.js'
import { failureLines } from './failure-lines.js'
import { type MakeOptions, makeArguments, makeEnvironment } from './make-options.js'
import { ccachePath } from './through-ccache.js'

export interface RunMakeOptions extends MakeOptions {
  readonly targets: readonly string[]
  /** 1 by default. */
  readonly jobs?: number | undefined
  /** Added to the environment. */
  readonly env?: Readonly<Record<string, string>> | undefined
  readonly onLine?: ((line: string) => void) | undefined
}

/** Runs kbuild, through ccache where it is there; throws CommandError with the lines that say why when it fails. */
export async function runMake(options: RunMakeOptions): Promise<RunResult> {
  const { targets, jobs = 1, env = {}, onLine, signal, logPath } = options
  await mkdir(options.objtree, { recursive: true })
  const path = await ccachePath(options)
  return runCommand('make', [`-j${jobs}`, ...makeArguments(options), ...targets], {
    env: { ...makeEnvironment, ...(path === undefined ? {} : { PATH: path }), ...env },
    pickTail: failureLines,
    installHint: 'apt-get install make',
    boundBy: 'TERM',
    onLine,
    signal,
    logPath,
  })
}
