// SPDX-License-Identifier: GPL-2.0-only

import { mkdir, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { type BuildTrees, failureLines, findTrees } from '../build/index.js'
import { CommandError, MissingError, UsageError } from '../core/errors.js'
import { exists } from '../core/exists.js'
import { findProgram } from '../core/find-program.js'
import { inParallel } from '../core/in-parallel.js'
import { runCommand } from '../core/run-command.js'
import { buildAsn1Compiler } from './asn1-compiler.js'
import { layOut } from './overlay.js'

/** A module as a distribution ships it, and its place in the kernel tree, such as `crypto`. */
export interface ShippedModule {
  readonly path: string
  readonly directory: string
  /** Without `.ko` and a compression's suffix. */
  readonly name: string
}

export interface RebuildOptions {
  /** Where kbuild's output goes, by a name for it. */
  readonly logPath?: ((name: string) => string) | undefined
  readonly signal?: AbortSignal | undefined
  readonly onObject?: ((object: string) => void) | undefined
}

/** Throws UsageError for a file that does not lie as `modules_install` puts it. */
export function shippedModule(path: string): ShippedModule {
  const found = /\/kernel\/(.+)\/([^/]+)\.ko(?:\.(?:gz|xz|zst))?$/.exec(resolve(path))
  if (found === null) {
    throw new UsageError(`${path}: where its sources are cannot be told`, {
      hint: 'name it below lib/modules/RELEASE/kernel, as installed or unpacked',
    })
  }
  return { path, directory: found[1] as string, name: found[2] as string }
}

/**
 * Lets kbuild make modules in an empty directory: with the headers, and from sources of which only the modules' own directories
 * are used. Paths are as in a build of the whole kernel, so that what the compiler writes of them is the same. Gives where that
 * is, in which a module that could not be made is not there, and why kbuild failed first. Throws MissingError without the compiler
 * of the headers.
 */
export async function rebuildShipped(
  scratch: string,
  modules: readonly ShippedModule[],
  headers: string,
  sources: string,
  options: RebuildOptions = {},
): Promise<{ readonly trees: BuildTrees; readonly failure: CommandError | undefined }> {
  const given = await findTrees(headers)
  await stat(join(given.objtree, 'Module.symvers')).catch(cause => {
    throw new UsageError(`${headers} has no Module.symvers: not the headers of a kernel`, { cause })
  })
  await requireCompiler(given)
  const trees = { srctree: join(scratch, 'source'), objtree: join(scratch, 'build') }
  const directories = [...new Set(modules.map(({ directory }) => directory))]
  for (const directory of directories) {
    await stat(join(sources, directory, 'Makefile')).catch(cause => {
      throw new UsageError(`${sources} has no ${directory}/Makefile: not the sources of these modules`, {
        cause,
      })
    })
  }
  await layOut(trees.srctree, given.srctree, sources, directories)
  await layOut(trees.objtree, given.objtree, join(scratch, 'nothing'), directories)
  // Newer packages hold one with nothing but types in it, for which pahole would look in vain for debug information.
  await rm(join(trees.objtree, 'vmlinux'), { force: true })
  let failure: CommandError | undefined
  /** With -k all that can be made is made: what is missing is seen by that it is not there. */
  const onlyFailed = (error: unknown): void => {
    if (!(error instanceof CommandError)) throw error
    failure ??= error
  }
  await addAsn1Compiler(trees, sources, options.signal).catch(onlyFailed)
  await rm(join(trees.objtree, 'Makefile'), { force: true })
  await writeFile(join(trees.objtree, 'Makefile'), `include ${trees.srctree}/Makefile\n`)
  for (const directory of directories) {
    const names = modules.filter(module => module.directory === directory).map(({ name }) => name)
    await mkdir(join(trees.objtree, directory), { recursive: true })
    const make = (targets: readonly string[]) => runMake(trees, directory, targets, options)
    // A module that cannot be compiled would keep all of its directory from being linked.
    await make(names.map(name => `${name}.o`)).catch(onlyFailed)
    const compiled = await inParallel(names, name => exists(join(trees.objtree, directory, `${name}.o`)))
    const wanted = names.filter((_, index) => compiled[index])
    if (wanted.length > 0) await make(wanted.map(name => `${name}.ko`)).catch(onlyFailed)
  }
  return { trees, failure }
}

/** Throws MissingError without the compiler that the kernel of the headers was made with: Kconfig keeps how it was called. */
async function requireCompiler({ objtree }: BuildTrees): Promise<void> {
  const config = await readFile(join(objtree, 'include/config/auto.conf'), 'utf8').catch(() => '')
  const compiler = /^CONFIG_CC_VERSION_TEXT="?(\S+)/m.exec(config)?.[1]
  if (compiler === undefined || (await findProgram(compiler)) !== undefined) return
  // Debian's package is named without the machine that it compiles for.
  const packageName = /(?:gcc|clang)(?:-\d+)?$/.exec(compiler)?.[0] ?? compiler
  throw new MissingError(`There is no ${compiler}, which the modules were compiled with`, {
    hint: `apt-get install ${packageName}`,
  })
}

/** What kbuild has of its own programs comes with the headers, but for the one that makes C of ASN.1: that is in the sources. */
async function addAsn1Compiler(
  { objtree }: BuildTrees,
  sources: string,
  signal?: AbortSignal,
): Promise<void> {
  const scripts = join(objtree, 'scripts')
  const program = join(scripts, 'asn1_compiler')
  if (await exists(program)) return
  const shipped = await realpath(scripts).catch(() => undefined)
  await rm(scripts, { force: true })
  await layOut(scripts, shipped ?? join(objtree, 'nothing'), scripts, [])
  await buildAsn1Compiler(sources, program, signal)
}

async function runMake(
  trees: BuildTrees,
  directory: string,
  targets: readonly string[],
  { signal, logPath, onObject }: RebuildOptions,
): Promise<void> {
  await runCommand('make', makeArguments(trees, directory, targets), {
    cwd: trees.objtree,
    installHint: 'apt-get install make',
    pickTail: failureLines,
    logPath: logPath?.(`make-${directory.replaceAll('/', '-')}-${targets[0]?.replace(/^.*\./, '')}`),
    signal,
    onLine: line => {
      const object = /^ {2}[AC][CS] \[M\] +(\S+)/.exec(line)?.[1]
      if (object !== undefined && !object.endsWith('.mod.o')) onObject?.(object)
    },
  })
}

/** As a module of a directory of its own (M=), but with the paths that it has in the kernel. */
const makeArguments = ({ srctree }: BuildTrees, directory: string, names: readonly string[]) => [
  '-k',
  `-j${availableParallelism()}`,
  `M=${directory}`,
  `VPATH=${srctree}`,
  // Debug information would have the directory in it. With M= generated headers are not looked for where they are made.
  `KCFLAGS=-g0 -I./${directory}`,
  'KAFLAGS=-g0',
  ...names,
]

/** What a module that was made is linked from. */
export async function objectsOf(
  { objtree }: BuildTrees,
  { directory, name }: ShippedModule,
): Promise<readonly string[]> {
  await stat(join(objtree, directory, basename(`${name}.ko`)))
  const text = await readFile(join(objtree, directory, `${name}.mod`), 'utf8')
  return text.split(/\s+/).filter(Boolean)
}
