// SPDX-License-Identifier: GPL-2.0-only
import { judgeSources, openKernel, type SourceReport } from '../../reuse/index.js'
import { withIntact } from './with-intact.js'

export interface JudgeSourceOptions {
  readonly kernel: string
  readonly ccWrapper?: string | undefined
  readonly signal: AbortSignal
  /** See SourceOptions. */
  readonly compat?: boolean | undefined
  /** Called before sources are compiled, and as they are. */
  readonly onCompile?: (() => void) | undefined
  readonly onProgress?: ((done: number, total: number) => void) | undefined
}

/** Whether the sources of an archive, or of a tree, compile in a kernel. Throws as judgeReuse does. */
export async function judgeSource(source: string, options: JudgeSourceOptions): Promise<SourceReport> {
  const { ccWrapper: wrapper, signal, compat, onCompile, onProgress } = options
  const kernel = await openKernel(options.kernel)
  onCompile?.()
  const judged = await withIntact(
    source,
    directory => judgeSources(directory, kernel, { wrapper, signal, compat, onProgress }),
    signal,
  )
  return { ...judged, source: { ...judged.source, path: source } }
}
