// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { type ArchiveManifest, buildPlaces, inScratch } from '../../archive/index.js'
import { UsageError } from '../../core/errors.js'
import { runCommand } from '../../core/run-command.js'
import { readDotCmd } from '../../formats/dot-cmd/index.js'
import { readElf } from '../../formats/elf/index.js'
import { compareCompiled } from '../rebuilt/compare-compiled.js'
import { someOf } from '../rebuilt/some-of.js'
import { type CompileCommand, compileCommand, relocated, sourceRoot } from './compile-command.js'
import { type Compiled, type CompileOptions, compileObjects } from './compile-objects.js'
import { layOut } from './overlay.js'

/** What the compiler has to say on whether the sources of a module are the same code for another kernel. */
export interface Witness {
  /** Why it does not count; null when it does. */
  readonly problem: string | null
  /** What differs when compiled for the kernel, an object each. */
  readonly differences: readonly string[]
  readonly objects: number
}

export interface WitnessOptions extends Omit<CompileOptions, 'onObject'> {
  readonly onProgress?: (done: number, total: number) => void
}

/**
 * Compiles the sources of an archive twice, with the commands that they were compiled with: against the headers that they were
 * compiled with, which has to give the objects of the archive again, and against those of the build at `kernel`.
 */
export async function recompile(
  archive: string,
  manifest: ArchiveManifest,
  kernel: string,
  options: WitnessOptions = {},
): Promise<Witness> {
  const { objects } = manifest
  const commands = await Promise.all(objects.map(object => archivedCommand(archive, object)))
  const [first] = commands
  const root = first && sourceRoot(first)
  const nothing = (problem: string): Witness => ({ problem, differences: [], objects: objects.length })
  if (first === undefined || root === undefined)
    return nothing('the archive is of a build in its tree, which is not compiled again')
  const stranger = await otherCompiler(first, manifest)
  if (stranger !== undefined) return nothing(stranger)

  let done = 0
  const progress = { ...options, onObject: () => options.onProgress?.(++done, 2 * objects.length) }
  const compileFor = (places: { source: string; build: string }) =>
    inScratch(async scratch => {
      const directories = [...new Set(objects.map(dirname))]
      await layOut(join(scratch, 'source'), places.source, join(archive, 'source'), directories)
      await layOut(join(scratch, 'build'), places.build, join(archive, 'build'), directories)
      const jobs = objects.map((object, index) => ({
        object,
        // A relative path: the same sources are the same to a compiler cache, wherever they are laid out.
        command: relocated(commands[index] as CompileCommand, root, '../source'),
      }))
      return compileObjects(join(scratch, 'build'), jobs, progress)
    })

  const before = await compileFor({ source: join(archive, 'source'), build: join(archive, 'build') })
  const unlike = await notReproduced(archive, objects, before)
  if (unlike !== undefined) return nothing(unlike)
  const after = await compileFor(await buildPlaces(kernel))
  const differences = objects.flatMap((object, index) =>
    differencesOf(object, before[index] as Compiled, after[index] as Compiled),
  )
  return { problem: null, differences, objects: objects.length }
}

async function archivedCommand(archive: string, object: string): Promise<CompileCommand> {
  const path = join(archive, 'commands', dirname(object), `.${basename(object)}.cmd`)
  return compileCommand(readDotCmd(await readFile(path, 'utf8')).command)
}

async function otherCompiler(
  { compiler }: CompileCommand,
  { tools }: ArchiveManifest,
): Promise<string | undefined> {
  const { lines } = await runCommand(compiler, ['--version'], { installHint: `apt-get install ${compiler}` })
  const own = lines[0]?.trim() ?? ''
  return own === tools.compiler
    ? undefined
    : `the compiler is ${own}, that of the archive was ${tools.compiler}`
}

/** The binary is what these sources and this compiler give, or the comparison says nothing about it. */
async function notReproduced(
  archive: string,
  objects: readonly string[],
  compiled: readonly Compiled[],
): Promise<string | undefined> {
  for (const [index, object] of objects.entries()) {
    const result = compiled[index] as Compiled
    if ('error' in result) return `${object} cannot be compiled again: ${result.error}`
    const archived = await readFile(join(archive, 'objects', object)).catch(cause => {
      throw new UsageError(`${archive} has no ${object}`, { cause })
    })
    const [place] = compareCompiled(readElf(result.bytes), readElf(archived), { addedByTools: true })
    if (place !== undefined) return `${object} compiled again is not that of the archive: ${place} differs`
  }
  return undefined
}

function differencesOf(object: string, before: Compiled, after: Compiled): string[] {
  if ('error' in after) return [`${object} cannot be compiled: ${after.error}`]
  if ('error' in before) return []
  const places = compareCompiled(readElf(before.bytes), readElf(after.bytes))
  return places.length === 0 ? [] : [`${object}: ${someOf(places)}`]
}
