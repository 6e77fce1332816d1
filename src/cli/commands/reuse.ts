// SPDX-License-Identifier: GPL-2.0-only

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Command } from 'commander'
import { MANIFEST, readManifest, requireIntact, withUnpacked } from '../../archive/index.js'
import { cacheDirectory } from '../../core/cache-directory.js'
import { EXIT, type ExitCode, UsageError } from '../../core/errors.js'
import { exists } from '../../core/exists.js'
import { reuseText } from '../../report/reuse.js'
import { sourceReuseText } from '../../report/source-reuse.js'
import {
  judgeModules,
  judgeSources,
  openKernel,
  openModules,
  type RecompileResult,
  recompile,
} from '../../reuse/index.js'
import { newCommand, type RunCommand } from '../new-command.js'
import type { CommonOptions, Session } from '../session.js'

interface ReuseOptions extends CommonOptions {
  readonly kernel: string
  readonly source?: string | undefined
  readonly baseline?: string | undefined
  readonly compiled?: string[] | undefined
  readonly witness: boolean
  readonly changedOnly?: boolean | undefined
  readonly ccWrapper?: string | undefined
}

export const reuseCommand = (run: RunCommand): Command =>
  newCommand('reuse', {
    summary: 'tell whether module binaries work in another kernel, and if not, why',
    description:
      'Judges one module, or all those below directories, which move to the kernel together. It compares imports, namespaces, licence, struct module, records of special sections, feature numbers, vermagic and BTF policy, and for fips140.ko the boundary. These facts can prove that a module breaks, never that it fits. To prove that it fits, kcarve recompiles the sources of an archive for that kernel (a build, or its headers) and requires the same code. Without an archive, name the modules that somebody compiled for that kernel (--compiled).',
    examples: [
      ['kcarve reuse fips140.ko --kernel ~/linux-6.12', 'a module and a built tree'],
      [
        'kcarve reuse crypto/ --kernel /usr/src/linux-headers-6.1.0-56-amd64',
        'directories, and the headers that Debian ships',
      ],
      [
        'kcarve reuse old/crypto --kernel vmlinuz --compiled new/crypto',
        'with the modules that the vendor compiled for it',
      ],
      [
        'kcarve reuse --source fips140.tar.zst --kernel ~/linux-6.18',
        'what keeps its sources from being compiled there',
      ],
    ],
    exitCodes: [
      'all of them fit, or the sources compile',
      'one breaks, it is not proven that it fits, or a source does not compile',
    ],
  })
    .argument('[modules...]', 'modules or directories of modules, compressed or not, or an archive')
    .requiredOption(
      '--kernel <path>',
      'vmlinux, bzImage, arm64 Image, a built tree, or a directory of kernel headers',
    )
    .option('--baseline <path>', 'the kernel that the modules were made for, in any of these forms')
    .option('--source <path>', 'instead of modules: compile the sources of this archive or tree')
    .option('--compiled <path...>', 'the same modules, compiled for the kernel')
    .option('--no-witness', 'do not recompile the sources of an archive, which takes a minute or more')
    .option(
      '--changed-only',
      'compile only objects that read something that differs; trust the archive for the others',
    )
    .option('--cc-wrapper <program>', 'put this before the compiler, such as ccache')
    .action((modules: string[], options: ReuseOptions) =>
      run('reuse', options, session =>
        options.source === undefined
          ? reuse(session, modules, options)
          : reuseSource(session, modules, { ...options, source: options.source }),
      ),
    )

async function reuse(session: Session, paths: readonly string[], options: ReuseOptions): Promise<ExitCode> {
  const { report, keep, progress, verbose, paint } = session
  if (paths.length === 0) throw new UsageError('reuse: name modules or an archive, or sources with --source')
  progress.begin('reuse')
  const [first = ''] = paths
  const { kernel, modules, recompiled } = await withUnpacked(
    first,
    async path => {
      await refuseDamaged(path)
      // While the image of the kernel is decompressed there is time for the modules.
      const opened = await Promise.allSettled([
        openKernel(options.kernel),
        openModules([path, ...paths.slice(1)]),
      ] as const)
      const [kernel, modules] = [settledValue(opened[0]), settledValue(opened[1])]
      return {
        kernel,
        modules,
        recompiled: await recompiledOf(session, path, options, kernel.kind === 'tree'),
      }
    },
    session.signal,
  )
  const baseline = options.baseline === undefined ? undefined : await openKernel(options.baseline)
  const compiled = options.compiled === undefined ? undefined : await openModules(options.compiled)
  const judged = judgeModules(modules, kernel, {
    baseline,
    compiled,
    recompiled,
  })
  await keep('reuse/1', judged)
  report('reuse/1', judged, () => reuseText(judged, { verbose, paint }))
  return judged.verdict === 'fits' ? EXIT.yes : EXIT.no
}

function settledValue<T>(settled: PromiseSettledResult<T>): T {
  if (settled.status === 'rejected') throw settled.reason
  return settled.value
}

async function reuseSource(
  { report, keep, progress, verbose, paint, signal }: Session,
  modules: readonly string[],
  { kernel, source, baseline, compiled }: ReuseOptions & { readonly source: string },
): Promise<ExitCode> {
  if (modules.length > 0 || baseline !== undefined || compiled !== undefined) {
    throw new UsageError('reuse: --source excludes modules, --baseline and --compiled')
  }
  const facts = await openKernel(kernel)
  const stage = progress.begin('compile the sources')
  const judged = await withUnpacked(
    source,
    directory =>
      refuseDamaged(directory).then(() =>
        judgeSources(directory, facts, {
          signal,
          onProgress: (done, total) => stage.detail(`${done} of ${total}`),
        }),
      ),
    signal,
  )
  const named = { ...judged, source: { ...judged.source, path: source } }
  await keep('reuse-source/1', named)
  report('reuse-source/1', named, () => sourceReuseText(named, { verbose, paint }))
  return judged.compiles ? EXIT.yes : EXIT.no
}

/** A verdict on an archive that somebody has changed would be one on something else. */
async function refuseDamaged(path: string): Promise<void> {
  if (await exists(join(path, MANIFEST))) await requireIntact(path)
}

/** Of an archive, for a kernel whose headers are there: its sources compiled again. */
async function recompiledOf(
  { progress, signal }: Session,
  archive: string,
  { witness, kernel, changedOnly = false, ccWrapper }: ReuseOptions,
  hasHeaders: boolean,
): Promise<ReadonlyMap<string, RecompileResult> | undefined> {
  const text = await readFile(join(archive, MANIFEST), 'utf8').catch(() => undefined)
  if (text === undefined || !witness || !hasHeaders) return undefined
  const stage = progress.begin('compile the sources of the archive')
  return recompile(archive, readManifest(text), kernel, {
    signal,
    changedOnly,
    cache: join(cacheDirectory(), 'witness'),
    onProgress: (done, total) => stage.detail(`${done} of ${total}`),
    wrapper: ccWrapper,
  })
}
