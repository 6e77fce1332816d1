// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type ArchiveManifest, MANIFEST, readManifest } from '../../archive/index.js'
import {
  advise,
  archiveMakeup,
  type Boundary,
  comparedWith,
  type JudgedKernel,
  judgeModules,
  type LifetimeReport,
  lifetimeOf,
  type ModuleFacts,
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
  /** Called as modules are read, and compared. */
  readonly onModule?: ((done: number, total: number) => void) | undefined
  /** Called with what was found in each kernel. */
  readonly onJudged?: ((report: ReuseReport) => void) | undefined
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
  const report = await judgeIn([kernel], modules, options, async ([judged]) => judged?.report)
  return report as ReuseReport
}

/** The same in several kernels, in their order: how long the modules live, each object of an archive, and which parts to leave in vmlinux so that the rest lives longer. */
export const judgeLifetime = (
  modules: readonly string[],
  kernels: readonly string[],
  options: JudgeOptions,
): Promise<LifetimeReport> =>
  judgeIn(kernels, modules, options, async (judged, facts, archive) => {
    const life = lifetimeOf(judged)
    const [only, ...others] = facts
    const isAdvisable = life.modules.some(({ lives }) => lives < judged.length) && others.length === 0
    const manifest = await manifestOf(archive)
    const advice = isAdvisable && only ? await adviceOn(only, { life, judged, archive, manifest }) : null
    const leftOut = manifest?.recipes?.flatMap(({ parameters }) => parameters.except ?? []) ?? []
    return { ...life, advice, leftOut }
  })

async function adviceOn(
  module: ModuleFacts,
  {
    life: { objects },
    judged,
    archive,
    manifest,
  }: {
    readonly life: Pick<LifetimeReport, 'objects'>
    readonly judged: readonly JudgedKernel[]
    readonly archive: string
    readonly manifest: ArchiveManifest | undefined
  },
): Promise<readonly Boundary[] | null> {
  const archived = manifest?.modules.find(({ name }) => name === module.name)
  const makeup = archived && (await archiveMakeup(archive, archived, module))
  return makeup === undefined ? null : advise({ objects, judged, ...makeup })
}

async function judgeIn<T>(
  paths: readonly string[],
  [first = '', ...others]: readonly string[],
  options: JudgeOptions,
  use: (judged: readonly JudgedKernel[], modules: readonly ModuleFacts[], archive: string) => Promise<T>,
): Promise<T> {
  const { baseline, compiled, signal } = options
  return withIntact(
    first,
    async archive => {
      // While the image of the kernel is decompressed there is time for the modules. All is opened before anything is compiled.
      const opening = [
        Promise.all(paths.map(openKernel)),
        openModules([archive, ...others], options.onModule),
      ] as const
      const settled = await Promise.allSettled(opening)
      const [kernels, modules] = [settledValue(settled[0]), settledValue(settled[1])]
      const more = {
        accepts: options.accepts,
        baseline: baseline === undefined ? undefined : await openKernel(baseline),
        compiled:
          compiled === undefined ? undefined : await comparedWith(modules, compiled, options.onModule),
      }
      const judged: JudgedKernel[] = []
      for (const kernel of kernels) {
        const { kind, path } = kernel
        const recompiled = kind === 'tree' ? await recompiledOf(archive, path, options) : undefined
        const report = judgeModules(modules, kernel, { ...more, recompiled })
        options.onJudged?.(report)
        judged.push({ report, recompiled, exports: kernel.exports })
      }
      return use(judged, modules, archive)
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
  const manifest = await manifestOf(archive)
  if (manifest === undefined || !options.recompiles) return undefined
  options.onRecompile?.(kernel)
  return recompile(archive, manifest, kernel, {
    signal: options.signal,
    changedOnly: options.changedOnly ?? false,
    cache: join(options.cacheDir, 'witness'),
    onProgress: options.onProgress,
    wrapper: options.ccWrapper,
  })
}

/** Of an archive; undefined for what is none. */
async function manifestOf(archive: string): Promise<ArchiveManifest | undefined> {
  const text = await readFile(join(archive, MANIFEST), 'utf8').catch(() => undefined)
  return text === undefined ? undefined : readManifest(text)
}
