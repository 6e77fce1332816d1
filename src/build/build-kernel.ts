// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { basename, join } from 'node:path'
import { cacheDirectory } from '../core/cache-directory.js'
import { UsageError } from '../core/errors.js'
import { readDotConfig, tristate } from '../formats/dot-config/index.js'
import type { BuildTrees } from './build-trees.js'
import { holdDirectory } from './hold-directory.js'
import { checkSourceIsClean } from './make/check-source.js'
import type { MakeOptions } from './make/make-options.js'
import { checkBuildTools } from './make/requirements.js'
import { runMake } from './make/run-make.js'
import { finishedBuild, type Objtree } from './objtree.js'
import { expectedObjects, rememberedTail, rememberObjects } from './progress/expected-objects.js'
import { type BuildProgress, objectProgress, objectsIn } from './progress/object-progress.js'
import { timeLeft } from './progress/time-left.js'
import { takeOver } from './take-over.js'

export interface BuildOptions extends MakeOptions {
  /** By default as many as there are processors. */
  readonly jobs?: number | undefined
  /** Lists of makefiles that name objects; `obj` by default. */
  readonly lists?: readonly string[] | undefined
  /** A build of this tree, or of one much like it, whose objects are taken where they would come out the same. */
  readonly alike?: BuildTrees | undefined
  /** See takeOver. */
  readonly guards?: readonly string[] | undefined
  readonly onProgress?: ((progress: BuildProgress) => void) | undefined
  /** Where object counts are remembered, too; the user's cache by default. */
  readonly cacheDir?: string | undefined
}

export interface BuildResult {
  readonly built: Objtree
  /** Milliseconds. */
  readonly durationMs: number
  /** Objects that were made, and that there are now. */
  readonly compiled: number
  readonly objects: number
  /** The build directory that this one began as a copy of. */
  readonly takenFrom: string | undefined
  /** Warnings of compiler, assembler, linker, objtool and modpost, each once. */
  readonly warnings: readonly string[]
  readonly logPath: string | undefined
}

const MOST_WARNINGS = 200

/**
 * Builds the bootable image of a configured kernel and, when the config has them, its modules; run again after an
 * interruption, it resumes. Throws MissingError naming what the machine lacks, UsageError without a config, and CommandError
 * with the lines that matter when the build fails.
 */
export async function buildKernel(options: BuildOptions): Promise<BuildResult> {
  const { tree, objtree, arch, lists = ['obj'], cacheDir = cacheDirectory() } = options
  const config = await readFile(join(objtree, '.config'), 'utf8').catch(cause => {
    throw new UsageError(`${objtree} has no .config`, { cause, hint: 'configure it first' })
  })
  await holdDirectory(objtree)
  await checkSourceIsClean(options)
  const read = readDotConfig(config)
  await checkBuildTools(options, read)
  const { alike, guards, signal } = options
  const finished = [arch.image, arch.vmlinux]
  const isTaken =
    alike !== undefined &&
    (await takeOver(alike, { objtree, srctree: tree.root }, { finished, guards, signal }))
  const modules = tristate(read, 'MODULES') === 'y' ? ['modules'] : []
  const key = { tree, srcArch: arch.srcArch, config, lists, cacheDir }
  const before = await objectsIn(objtree)
  const step = objectProgress(before, await expectedObjects(key))
  const left = timeLeft(await rememberedTail(key))
  const warnings = new Set<string>()
  let compiled = 0
  const { durationMs } = await runMake({
    ...options,
    cacheDir,
    targets: [basename(arch.image), ...modules],
    jobs: options.jobs ?? availableParallelism(),
    onLine: line => {
      if (/\bwarning: /i.test(line) && warnings.size < MOST_WARNINGS) warnings.add(line)
      const progress = step(line)
      if (progress === undefined) return
      compiled = progress.compiled
      options.onProgress?.({ ...progress, leftMs: left.after(progress) })
    },
  })
  const objects = await objectsIn(objtree)
  // Others may hold objects of an earlier configuration, or of the build that they are a copy of.
  if (before.size === 0) await rememberObjects(key, objects.size, left.tail()).catch(() => {})
  return {
    built: await finishedBuild({ objtree, srctree: tree.root, arch }),
    durationMs,
    compiled,
    objects: objects.size,
    takenFrom: isTaken ? alike.objtree : undefined,
    warnings: [...warnings],
    logPath: options.logPath,
  }
}
