// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CommandError } from '../../core/errors.js'
import { inParallel } from '../../core/in-parallel.js'
import { runCommand } from '../../core/run-command.js'
import type { CompileJob } from './compile-command.js'
import { inputsAt } from './inputs.js'
import type { ObjectCache } from './object-cache.js'

/** The object's bytes, and what stands for all that it was made of; or the first line of what the compiler complained of. */
export type Compiled = { readonly bytes: Uint8Array; readonly key?: string } | { readonly error: string }

export interface CompileOptions {
  /** A program in front of the compiler, such as ccache. */
  readonly wrapper?: string | undefined
  readonly signal?: AbortSignal | undefined
  /** Called after each object. */
  readonly onObject?: (() => void) | undefined
  /** Where objects that were compiled before are. */
  readonly cache?: ObjectCache | undefined
}

/** Compiles in a directory, on all processors, what was not compiled before; gives what became of each job, in their order. */
export async function compileObjects(
  cwd: string,
  jobs: readonly CompileJob[],
  options: CompileOptions = {},
): Promise<readonly Compiled[]> {
  return inParallel(jobs, await objectCompiler(cwd, jobs, options))
}

/** The same for one job at a time, of those that are to come. */
export async function objectCompiler(
  cwd: string,
  jobs: readonly CompileJob[],
  options: CompileOptions = {},
): Promise<(job: CompileJob) => Promise<Compiled>> {
  const { cache } = options
  const inputs = cache && (await inputsAt(cwd, jobs.flatMap(searchedFor)))
  const kept = async (job: CompileJob, compiled: Compiled): Promise<Compiled> => {
    const files = inputs && 'bytes' in compiled ? await filesRead(cwd, job) : undefined
    if (inputs === undefined || files === undefined || !('bytes' in compiled)) return compiled
    const key = await cache?.keep(job, inputs, files, compiled.bytes)
    return key === undefined ? compiled : { ...compiled, key }
  }
  return async job => {
    const known = inputs && (await cache?.find(job, inputs))
    const result = known ?? (await kept(job, await compile(cwd, job, options)))
    options.onObject?.()
    return result
  }
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
      signal,
    })
    return { bytes: await readFile(join(cwd, object)) }
  } catch (error) {
    if (!(error instanceof CommandError)) throw error
    return { error: error.tail[0] ?? error.message }
  }
}

/** The directories in which a command looks for headers. */
export function searchedFor({ command: { args } }: CompileJob): string[] {
  return args.flatMap((arg, index) => {
    if (!/^-(?:I|iquote|isystem)/.test(arg)) return []
    const joined = arg.replace(/^-(?:I|iquote|isystem)/, '')
    return joined === '' ? (args[index + 1] ?? []) : joined
  })
}

/** The list that kbuild lets the compiler write; undefined for a command that does not write one. */
async function filesRead(cwd: string, { command: { args } }: CompileJob): Promise<string[] | undefined> {
  const path = args.flatMap(arg => /^-Wp,-MM?D,(.+)$/.exec(arg)?.[1] ?? [])[0]
  const text = path && (await readFile(join(cwd, path), 'utf8').catch(() => undefined))
  const listed = text?.replaceAll('\\\n', ' ').split(/\s+/).filter(Boolean).slice(1)
  return listed && [...new Set(listed)]
}
