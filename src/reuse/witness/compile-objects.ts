// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { CommandError } from '../../core/errors.js'
import { runCommand } from '../../core/run-command.js'
import type { CompileCommand } from './compile-command.js'

/** One object to be compiled: its path below the directory that the compiler runs in. */
export interface CompileJob {
  readonly object: string
  readonly command: CompileCommand
}

/** The object's bytes, or the first line of what the compiler complained of. */
export type Compiled = { readonly bytes: Uint8Array } | { readonly error: string }

export interface CompileOptions {
  /** A program in front of the compiler, such as ccache. */
  readonly wrapper?: string
  readonly signal?: AbortSignal
  /** Called after each object. */
  readonly onObject?: () => void
}

/** Compiles in a directory, on all processors; gives what became of each job, in their order. */
export async function compileObjects(
  cwd: string,
  jobs: readonly CompileJob[],
  options: CompileOptions = {},
): Promise<readonly Compiled[]> {
  const results: Compiled[] = []
  let next = 0
  const worker = async () => {
    for (let index = next++; index < jobs.length; index = next++) {
      results[index] = await compile(cwd, jobs[index] as CompileJob, options)
      options.onObject?.()
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() }, worker))
  return results
}

async function compile(
  cwd: string,
  { object, command }: CompileJob,
  { wrapper, signal }: CompileOptions,
): Promise<Compiled> {
  const [program, ...args] = [...(wrapper === undefined ? [] : [wrapper]), command.compiler, ...command.args]
  try {
    await runCommand(program as string, args, {
      cwd,
      installHint: `apt-get install ${command.compiler}`,
      pickTail: lines => lines.filter(line => /error:/.test(line)).slice(0, 1),
      ...(signal === undefined ? {} : { signal }),
    })
    return { bytes: await readFile(join(cwd, object)) }
  } catch (error) {
    if (!(error instanceof CommandError)) throw error
    return { error: error.tail[0] ?? error.message }
  }
}
