// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { MANIFEST, readManifest } from '../../archive/index.js'
import {
  judgeModules,
  openKernel,
  openModules,
  type RecompileResult,
  type ReuseReport,
  recompile,
} from '../../reuse/index.js'
import { withIntact } from './with-intact.js'

export interface JudgeReuseOptions {
  readonly kernel: string
  /** The kernel that the modules were made with. */
  readonly baseline?: string | undefined
  /** The same modules, as compiled for the kernel. */
  readonly compiled?: readonly string[] | undefined
  /** Whether the sources of an archive are compiled again, when the kernel's headers are there. */
  readonly recompiles: boolean
  /** Whether only objects are compiled that read something that differs. */
  readonly changedOnly?: boolean | undefined
  /** What goes before every call of the compiler. */
  readonly ccWrapper?: string | undefined
  readonly cacheDir: string
  readonly signal: AbortSignal
  /** Called before sources are compiled again, and as their objects are. */
  readonly onRecompile?: (() => void) | undefined
  readonly onProgress?: ((done: number, total: number) => void) | undefined
}

/**
 * Whether modules, of which the first may be an archive, can live in a kernel. Throws UsageError for what cannot be opened and for
 * an archive that is not as it was written, FormatError for damaged files.
 */
export async function judgeReuse(
  [first = '', ...others]: readonly string[],
  options: JudgeReuseOptions,
): Promise<ReuseReport> {
  const { baseline, compiled, signal } = options
  const opened = await withIntact(
    first,
    async path => {
      // While the image of the kernel is decompressed there is time for the modules. All is opened before anything is compiled.
      const settled = await Promise.allSettled([openKernel(options.kernel), openModules([path, ...others])])
      const [kernel, modules] = [settledValue(settled[0]), settledValue(settled[1])]
      const more = {
        baseline: baseline === undefined ? undefined : await openKernel(baseline),
        compiled: compiled === undefined ? undefined : await openModules(compiled),
      }
      const recompiled = kernel.kind === 'tree' ? await recompiledOf(path, options) : undefined
      return { kernel, modules, more: { ...more, recompiled } }
    },
    signal,
  )
  return judgeModules(opened.modules, opened.kernel, opened.more)
}

function settledValue<T>(settled: PromiseSettledResult<T>): T {
  if (settled.status === 'rejected') throw settled.reason
  return settled.value
}

/** Of an archive, for a kernel whose headers are there: its sources compiled again. */
async function recompiledOf(
  archive: string,
  options: JudgeReuseOptions,
): Promise<ReadonlyMap<string, RecompileResult> | undefined> {
  const text = await readFile(join(archive, MANIFEST), 'utf8').catch(() => undefined)
  if (text === undefined || !options.recompiles) return undefined
  options.onRecompile?.()
  return recompile(archive, readManifest(text), options.kernel, {
    signal: options.signal,
    changedOnly: options.changedOnly ?? false,
    cache: join(options.cacheDir, 'witness'),
    onProgress: options.onProgress,
    wrapper: options.ccWrapper,
  })
}
