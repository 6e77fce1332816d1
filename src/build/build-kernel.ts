// SPDX-License-Identifier: GPL-2.0-only
import { readFile, stat } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { basename, join } from 'node:path'
import { cacheDirectory } from '../core/cache-directory.js'
import { UsageError } from '../core/errors.js'
import { explainUnexported } from '../features/standalone-crypto/boundary/unexported.js'
import { readDotConfig, tristate } from '../formats/dot-config/index.js'
import { holdDirectory } from './hold-directory.js'
import { checkSourceIsClean } from './make/check-source.js'
import type { MakeOptions } from './make/make-options.js'
import { checkBuildTools } from './make/requirements.js'
import { runMake } from './make/run-make.js'
import { expectedObjects, rememberObjects } from './progress/expected-objects.js'
import { type BuildProgress, objectProgress, objectsIn } from './progress/object-progress.js'

export interface BuildOptions extends MakeOptions {
  /** By default as many as there are processors. */
  readonly jobs?: number
  /** By default the bootable image and, when the config has them, the modules. */
  readonly targets?: readonly string[]
  readonly onProgress?: (progress: BuildProgress) => void
  /** Where object counts are remembered; the user's cache by default. */
  readonly cacheDir?: string
}

export interface BuildResult {
  /** Milliseconds. */
  readonly durationMs: number
  readonly objDir: string
  /** Absolute paths; undefined for what the targets did not make. */
  readonly image: string | undefined
  readonly vmlinux: string | undefined
  /** The standalone crypto module of a carved kernel. */
  readonly module: string | undefined
  /** As `make kernelrelease` prints it. */
  readonly release: string
  /** Objects that were made, and that there are now. */
  readonly compiled: number
  readonly objects: number
  /** Warnings of compiler, assembler, linker, objtool and modpost, each once. */
  readonly warnings: readonly string[]
  readonly logPath: string | undefined
}

/** The module, relative to a build directory. */
export const MODULE_PATH = 'crypto/fips140/fips140.ko'

const MOST_WARNINGS = 200

/**
 * Builds a configured kernel; started again after an interruption it goes on where it was. Throws MissingError naming what
 * the machine lacks, UsageError without a config, and CommandError with the lines that matter when the build fails.
 */
export async function buildKernel(options: BuildOptions): Promise<BuildResult> {
  const { tree, objDir, arch, cacheDir = cacheDirectory() } = options
  const config = await readFile(join(objDir, '.config'), 'utf8').catch(cause => {
    throw new UsageError(`${objDir} has no .config`, { cause, hint: 'configure it first' })
  })
  await holdDirectory(objDir)
  await checkSourceIsClean(options)
  const read = readDotConfig(config)
  await checkBuildTools(options, read)
  const modules = tristate(read, 'MODULES') === 'y' ? ['modules'] : []
  const targets = options.targets ?? [basename(arch.image), ...modules]
  const key = { tree, srcArch: arch.srcArch, config, cacheDir }
  const step = objectProgress(await objectsIn(objDir), await expectedObjects(key))
  const warnings = new Set<string>()
  let compiled = 0
  const { durationMs } = await runMake({
    ...options,
    targets,
    jobs: options.jobs ?? availableParallelism(),
    onLine: line => {
      if (/\bwarning: /i.test(line) && warnings.size < MOST_WARNINGS) warnings.add(line)
      const progress = step(line)
      if (progress === undefined) return
      compiled = progress.compiled
      options.onProgress?.(progress)
    },
  }).catch(async error => {
    throw await explainUnexported(error, objDir)
  })
  const objects = await objectsIn(objDir)
  if (options.targets === undefined) await rememberObjects(key, objects.size).catch(() => {})
  return {
    durationMs,
    objDir,
    image: await fileAt(objDir, arch.image),
    vmlinux: await fileAt(objDir, arch.vmlinux),
    module: await fileAt(objDir, MODULE_PATH),
    release: await kernelRelease(objDir),
    compiled,
    objects: objects.size,
    warnings: [...warnings],
    logPath: options.logPath,
  }
}

async function fileAt(directory: string, path: string): Promise<string | undefined> {
  const full = join(directory, path)
  return stat(full).then(
    () => full,
    () => undefined,
  )
}

/** The version with local additions; empty before anything was built. */
export const kernelRelease = async (objDir: string): Promise<string> =>
  (await readFile(join(objDir, 'include/config/kernel.release'), 'utf8').catch(() => '')).trim()
