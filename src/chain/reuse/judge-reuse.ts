// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { MANIFEST, readManifest } from '../../archive/index.js'
import {
  type JudgedKernel,
  judgeModules,
  type LifetimeReport,
  lifetimeOf,
  openKernel,
  openModules,
  type RecompileResult,
  type ReuseReport,
  recompile,
} from '../../reuse/index.js'
import { withIntact } from './with-intact.js'

export interface JudgeOptions {
  /** The kernel that the modules were made with. */
  readonly baseline?: string | undefined
  /** The same modules, as compiled for the kernel. */
  readonly compiled?: readonly string[] | undefined
  /** Whether the sources of an archive are compiled again, when the kernel's headers are there. */
  readonly recompiles: boolean
  /** Whether only objects are compiled that read something that differs. */
  readonly changedOnly?: boolean | undefined
  /** Whether a person accepts what is `to accept`. */
  readonly accepts?: boolean | undefined
  /** What goes before every call of the compiler. */
  readonly ccWrapper?: string | undefined
  readonly cacheDir: string
  readonly signal: AbortSignal
  /** Called before sources are compiled again for a kernel, and as their objects are. */
  readonly onRecompile?: ((kernel: string) => void) | undefined
  readonly onProgress?: ((done: number, total: number) => void) | undefined
}

/**
 * Whether modules, of which the first may be an archive, can live in a kernel. Throws UsageError for what cannot be opened and for
 * an archive that is not as it was written, FormatError for damaged files.
 */
export async function judgeReuse(
  modules: readonly string[],
  kernel: string,
  options: JudgeOptions,
): Promise<ReuseReport> {
  const [judged] = await judgeIn([kernel], modules, options)
  return (judged as JudgedKernel).report
}

/** The same in several kernels, in their order: how long the modules live, and each object of an archive. */
export const judgeLifetime = async (
  modules: readonly string[],
  kernels: readonly string[],
  options: JudgeOptions,
): Promise<LifetimeReport> => lifetimeOf(await judgeIn(kernels, modules, options))

async function judgeIn(
  paths: readonly string[],
  [first = '', ...others]: readonly string[],
  options: JudgeOptions,
): Promise<readonly JudgedKernel[]> {
  const { baseline, compiled, signal } = options
  return withIntact(
    first,
    async archive => {
      // While the image of the kernel is decompressed there is time for the modules. All is opened before anything is compiled.
      const opening = [Promise.all(paths.map(openKernel)), openModules([archive, ...others])] as const
      const settled = await Promise.allSettled(opening)
      const [kernels, modules] = [settledValue(settled[0]), settledValue(settled[1])]
      const more = {
        accepts: options.accepts,
        baseline: baseline === undefined ? undefined : await openKernel(baseline),
        compiled: compiled === undefined ? undefined : await openModules(compiled),
      }
      const judged: JudgedKernel[] = []
      for (const kernel of kernels) {
        const { kind, path } = kernel
        const recompiled = kind === 'tree' ? await recompiledOf(archive, path, options) : undefined
        judged.push({
          report: judgeModules(modules, kernel, { ...more, recompiled }),
          recompiled,
          exports: kernel.exports,
        })
      }
      return judged
    },
    signal,
  )
}

function settledValue<T>(settled: PromiseSettledResult<T>): T {
  if (settled.status === 'rejected') throw settled.reason
  return settled.value
}

/** Of an archive, for a kernel whose headers are there: its sources compiled again; what they were compiled to before is kept. */
async function recompiledOf(
  archive: string,
  kernel: string,
  options: JudgeOptions,
): Promise<ReadonlyMap<string, RecompileResult> | undefined> {
  const text = await readFile(join(archive, MANIFEST), 'utf8').catch(() => undefined)
  if (text === undefined || !options.recompiles) return undefined
  options.onRecompile?.(kernel)
  return recompile(archive, readManifest(text), kernel, {
    signal: options.signal,
    changedOnly: options.changedOnly ?? false,
    cache: join(options.cacheDir, 'witness'),
    onProgress: options.onProgress,
    wrapper: options.ccWrapper,
  })
}
