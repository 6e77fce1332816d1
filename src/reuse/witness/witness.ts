// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import {
  type ArchivedModule,
  type ArchiveManifest,
  headersElsewhere,
  inScratch,
  layOut,
  putInto,
  unite,
} from '../../archive/index.js'
import { type BuildTrees, findTrees } from '../../build/index.js'
import { UsageError } from '../../core/errors.js'
import { inParallel } from '../../core/in-parallel.js'
import { compareCompiled } from '../../elf-diff/index.js'
import { readElf } from '../../formats/elf/index.js'
import { type ArchivedObject, archivedObject } from './archived-object.js'
import { type Compiled, type CompileOptions, objectCompiler, searchedFor } from './compile-objects.js'
import { compilerIdentity } from './compiler-identity.js'
import { inputsAt } from './inputs.js'
import { MOST_KEPT, removeLongUnused } from './kept-files.js'
import { objectCache } from './object-cache.js'
import { keepOwnOptions } from './own-options.js'
import { type Difference, toldDifference } from './told-difference.js'

/** What the compiler has to say on whether the sources of a module are the same code for another kernel. */
export interface RecompileResult {
  /** Why it does not count; null when it does. */
  readonly problem: string | null
  /** What differs when compiled for the kernel. */
  readonly differences: readonly Difference[]
  /** What the module is linked from. */
  readonly objects: readonly string[]
}

export interface RecompileOptions extends Pick<CompileOptions, 'wrapper' | 'signal'> {
  readonly onProgress?: ((done: number, total: number) => void) | undefined
  /** A directory for what was compiled, which makes a second question about the same headers cheap; it is kept below MOST_KEPT bytes. */
  readonly cache?: string | undefined
  /** Objects for which nothing that they were made of differs are taken to be what the archive has, and not compiled. */
  readonly changedOnly?: boolean | undefined
  /** Files of the kernel's sources to read instead of those that are there: their texts by their paths. */
  readonly edited?: ReadonlyMap<string, string> | undefined
}

/**
 * Compiles the sources of an archive twice, with the commands that they were compiled with: against the headers that they were
 * compiled with, which has to give the objects of the archive again, and against those of the build at `kernel`. Gives what
 * that shows of each module, by its name.
 */
export async function recompile(
  archive: string,
  manifest: ArchiveManifest,
  kernel: string,
  { cache, changedOnly = false, onProgress, edited = new Map(), ...options }: RecompileOptions = {},
): Promise<ReadonlyMap<string, RecompileResult>> {
  const { modules } = manifest
  const objects = [...new Set(modules.flatMap(module => module.objects))]
  const nothing = (problem: string) =>
    new Map(modules.map(module => [module.name, resultOf(module, new Map(), problem)]))
  const made = await inParallel(objects, object => archivedObject(archive, object))
  const [first] = made
  if (first === undefined) return nothing('the archive has no objects')
  const layOutAt = first.root === undefined ? layOutInTree : layOutBoth
  const { version, key } = await compilerIdentity(first.job.command.compiler)
  if (version !== manifest.tools.compiler)
    return nothing(`the compiler is ${version}, that of the archive was ${manifest.tools.compiler}`)

  return inScratch(async scratch => {
    const trees = { srctree: join(archive, 'source'), objtree: join(archive, 'build') }
    const [before, after] = [join(scratch, 'before'), join(scratch, 'after')]
    await layOutAt(before, archive, trees, objects)
    await layOutAt(after, archive, await findTrees(kernel), objects)
    const [old, fresh] = [join(before, 'build'), join(after, 'build')]
    await keepOwnOptions(fresh, archive)
    const headers = first.root === undefined ? fresh : join(after, 'source')
    for (const [path, text] of [...(await ownHeaders(archive, manifest, kernel)), ...edited])
      await putInto(headers, path, text)
    const wanted = changedOnly ? await withOtherInputs(made, old, fresh) : made
    let done = 0
    const compiling: CompileOptions = {
      ...options,
      onObject: () => onProgress?.(++done, 2 * wanted.length),
      cache: cache === undefined ? undefined : objectCache(cache, key),
    }
    const jobs = wanted.map(({ job }) => job)
    const compileOld = await objectCompiler(old, jobs, compiling)
    const compileFresh = await objectCompiler(fresh, jobs, compiling)
    const both = { before: old, after: fresh, cache, compiling }
    const seen = await inParallel(jobs, async (job): Promise<ObjectResult> => {
      const mine = await compileOld(job)
      const other = await compileFresh(job)
      const problem = await notReproduced(archive, job.object, mine)
      return problem === undefined
        ? { difference: await toldDifference(job, mine, other, both) }
        : { problem }
    })
    const shown = new Map(jobs.map(({ object }, index) => [object, seen[index] as ObjectResult]))
    if (cache !== undefined) await removeLongUnused(cache, MOST_KEPT)
    return new Map(modules.map(module => [module.name, resultOf(module, shown)]))
  })
}

/** What was seen of one object; nothing when there is no difference. */
interface ObjectResult {
  readonly problem?: string | undefined
  readonly difference?: Difference | undefined
}

function resultOf(
  { objects, differs }: ArchivedModule,
  shown: ReadonlyMap<string, ObjectResult>,
  problem?: string,
): RecompileResult {
  const seen = objects.map(object => shown.get(object))
  const shipped = differs === null ? undefined : `compiled again it is not what is shipped: ${differs}`
  return {
    problem: problem ?? shipped ?? seen.find(each => each?.problem !== undefined)?.problem ?? null,
    differences: seen.flatMap(each => each?.difference ?? []),
    objects,
  }
}

/** Sources and build side by side, so that a command names both by relative paths, the same wherever that is. */
async function layOutBoth(
  target: string,
  archive: string,
  trees: BuildTrees,
  objects: readonly string[],
): Promise<void> {
  const directories = [...new Set(objects.map(dirname))]
  await layOut(join(target, 'source'), trees.srctree, join(archive, 'source'), directories)
  await layOut(join(target, 'build'), trees.objtree, join(archive, 'build'), directories)
}

/** Of a build in the tree: one directory, whatever that of the kernel is. Its objects lie beside the sources. */
async function layOutInTree(
  target: string,
  archive: string,
  { srctree, objtree }: BuildTrees,
  objects: readonly string[],
): Promise<void> {
  const kernel = join(target, 'kernel')
  if (srctree !== objtree) await unite(kernel, srctree, objtree)
  const directories = [...new Set(objects.map(dirname))]
  const base = srctree === objtree ? srctree : kernel
  await layOut(join(target, 'build'), base, join(archive, 'source'), directories)
}

/**
 * The headers that belong to the frozen sources: neither kernel reads them for anything but the module. Of a kernel that does not
 * keep what it read for which object, all headers are its own.
 */
async function ownHeaders(
  archive: string,
  { files, modules }: ArchiveManifest,
  kernel: string,
): Promise<readonly (readonly [string, string])[]> {
  const paths = files.filter(({ role }) => role === 'own').map(({ path }) => relative('source', path))
  if (paths.length === 0) return []
  const objects = modules.flatMap(module => module.objects)
  const elsewhere = await headersElsewhere(await findTrees(kernel), objects)
  const own = elsewhere === undefined ? [] : paths.filter(path => !elsewhere.has(path))
  return inParallel(own, async path => [path, await readFile(join(archive, 'source', path), 'utf8')] as const)
}

/** Those for which something that they were made of is not the same in both places. */
async function withOtherInputs(made: readonly ArchivedObject[], before: string, after: string) {
  const searched = made.flatMap(({ job }) => searchedFor(job))
  const [ours, theirs] = [await inputsAt(before, searched), await inputsAt(after, searched)]
  const differ = await inParallel(made, async ({ files }) => {
    const options = await ours.optionsIn(files)
    const digest = await ours.digest(files, options)
    return digest === undefined || digest !== (await theirs.digest(files, options))
  })
  return made.filter((_, index) => differ[index])
}

/** The binary is what these sources and this compiler give, or the comparison says nothing about it. */
async function notReproduced(
  archive: string,
  object: string,
  compiled: Compiled,
): Promise<string | undefined> {
  if ('error' in compiled) return `${object} cannot be compiled again: ${compiled.error}`
  const archived = await readFile(join(archive, 'objects', object)).catch(cause => {
    throw new UsageError(`${archive} has no ${object}`, { cause })
  })
  const [place] = compareCompiled(readElf(compiled.bytes), readElf(archived), { addedByTools: true })
  return place && `${object} compiled again is not that of the archive: ${place} differs`
}
