// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Architecture } from '../../arch/architecture.js'
import { compilerPackages, crossCompile } from '../../arch/cross-compile.js'
import { cacheDirectory } from '../../core/cache-directory.js'
import { exists } from '../../core/exists.js'
import { runCommand } from '../../core/run-command.js'

export interface ProgramSource {
  /** Name of what is made. */
  readonly name: string
  /** The folder with its sources: every .c file, or only those that are named. */
  readonly directory: string
  readonly files?: readonly string[] | undefined
  /** For the compiler, before the sources. */
  readonly flags: readonly string[]
  /** Of the guest that it is for; the machine's own when left out. */
  readonly arch?: Architecture | undefined
}

export interface CompileOptions {
  readonly cacheDir?: string | undefined
  readonly signal?: AbortSignal | undefined
}

/**
 * Compiles a small C program of ours, once for each content of its sources, flags and compiler; returns its path in the
 * cache. Throws MissingError without a compiler and CommandError when it does not compile.
 */
export async function compileProgram(source: ProgramSource, options: CompileOptions = {}): Promise<string> {
  const { arch } = source
  const compiler = arch === undefined ? 'gcc' : `${crossCompile(arch)}gcc`
  const run = {
    installHint: `apt-get install ${arch === undefined ? 'gcc libc6-dev' : compilerPackages(arch)}`,
    signal: options.signal,
  }
  const version = await runCommand(compiler, ['--version'], run)
  const names = (await readdir(source.directory)).filter(name => /\.[ch]$/.test(name)).sort()
  const sources = names.filter(name => source.files?.includes(name) ?? name.endsWith('.c'))
  const hash = createHash('sha256')
  for (const word of [version.lines[0] ?? '', compiler, ...source.flags, ...sources]) hash.update(`${word}\0`)
  for (const name of names) hash.update(await readFile(join(source.directory, name)))
  const directory = join(options.cacheDir ?? cacheDirectory(), 'guest', hash.digest('hex').slice(0, 24))
  const path = join(directory, source.name)
  if (await exists(path)) return path
  await mkdir(directory, { recursive: true })
  // Renamed into place, so that neither an interruption nor a second process leaves half a program.
  const partial = `${path}.${process.pid}.${performance.now()}`
  try {
    const inputs = sources.map(name => join(source.directory, name))
    await runCommand(compiler, [...source.flags, '-o', partial, ...inputs], run)
    await rename(partial, path)
  } finally {
    await rm(partial, { force: true })
  }
  return path
}
