// SPDX-License-Identifier: GPL-2.0-only
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { emptyDirectory } from '../../archive/index.js'
import { attestReuse } from '../../chain/evidence/attest-verdicts.js'
import { type AttestOptions, openAttester } from '../../chain/evidence/attester.js'
import { judgeLifetime, judgeReuse } from '../../chain/reuse/judge-reuse.js'
import { judgeSource } from '../../chain/reuse/judge-source.js'
import { writeCompatHeaders } from '../../chain/reuse/write-compat-headers.js'
import { EXIT, type ExitCode, UsageError } from '../../core/errors.js'
import { lifetimeText } from '../../report/lifetime.js'
import { reuseText } from '../../report/reuse.js'
import { sourceReuseText } from '../../report/source-reuse.js'
import type { ReuseReport } from '../../reuse/index.js'
import { numberText } from '../../text/quantities.js'
import { addAttestOptions } from '../attest-options.js'
import { newCommand, type RunCommand } from '../new-command.js'
import type { Stage } from '../progress.js'
import type { CommonOptions, Session } from '../session.js'

interface ReuseOptions extends CommonOptions, AttestOptions {
  readonly kernel: string[]
  readonly source?: string | undefined
  readonly compat?: string | undefined
  readonly baseline?: string | undefined
  readonly compiled?: string[] | undefined
  readonly witness: boolean
  readonly changedOnly?: boolean | undefined
  readonly ccWrapper?: string | undefined
  readonly accept?: boolean | undefined
}

export const reuseCommand = (run: RunCommand): Command =>
  addAttestOptions(
    newCommand('reuse', {
      summary: 'tell whether a module works in another kernel, and if not, why',
      description:
        'Judges one module, or all modules below directories as a set that moves to the kernel together. It compares imports, namespaces, licence, struct module, records of special sections, feature numbers, vermagic and BTF policy, and for fips140.ko the boundary. These facts can prove that a module breaks, never that it fits. To prove that it fits, kcarve recompiles the sources of an archive for that kernel (a build, or its headers) and requires the same code. Without an archive, name the modules that somebody compiled for that kernel (--compiled).',
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
          'kcarve reuse fips140.tar.zst --kernel headers-6.12.111 headers-6.12.113 headers-6.12.115',
          'in several kernels, in their order: how long it lives, and what ends that',
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
    }),
  )
    .argument('[modules...]', 'modules or directories of modules, compressed or not, or an archive')
    .requiredOption(
      '--kernel <path...>',
      'vmlinux, bzImage, arm64 Image, a built tree, a directory of kernel headers, or /lib/modules/RELEASE; several are judged in their order',
    )
    .option('--baseline <path>', 'the kernel that the modules were made for, in any of these forms')
    .option('--source <path>', 'instead of modules: compile the sources of this archive or tree')
    .option(
      '--compat <dir>',
      'with --source: look for headers with which more of it compiles, and write them; takes a few times as long',
    )
    .option('--compiled <path...>', 'the same modules, compiled for the kernel')
    .option('--no-witness', 'do not recompile the sources of an archive, which takes a minute or more')
    .option(
      '--changed-only',
      'compile only objects that read something that differs; trust the archive for the others',
    )
    .option(
      '--accept',
      'let code fit that is the same except for a symbol that the kernel still exports; the result says that you did',
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
  const { report, keep, progress, verbose, paint, cacheDir, signal } = session
  const { kernel: kernels, baseline, compiled, changedOnly, ccWrapper } = options
  if (paths.length === 0) {
    throw new UsageError('reuse: name modules or an archive, or sources with --source', {
      hint: 'before --kernel, which takes all that follows it',
    })
  }
  if (kernels.length > 1 && compiled !== undefined) {
    throw new UsageError('reuse: --compiled names the modules of one kernel')
  }
  if (options.compat !== undefined) throw new UsageError('reuse: --compat belongs to --source')
  const attester = await openAttester(options, progress.say)
  const reports: ReuseReport[] = []
  const attest = async () => {
    if (attester === undefined) return
    for (const each of reports) {
      for (const statement of await attestReuse(each)) await attester.attest(statement)
    }
  }
  let stage = progress.begin('reuse')
  const judging = {
    ...{ baseline, compiled, recompiles: options.witness, changedOnly, ccWrapper, cacheDir, signal },
    accepts: options.accept,
    onRecompile: (kernel: string) => {
      const where = kernels.length > 1 ? ` for ${kernel}` : ''
      stage = progress.begin(`compile the sources of the archive${where}`)
    },
    onProgress: (done: number, total: number) => stage.detail(`${done} of ${total}`),
    onJudged: (judged: ReuseReport) => {
      reports.push(judged)
    },
    onModule: (done: number, total: number) =>
      stage.detail(`${numberText(done)} of ${numberText(total)} modules`),
  }
  const [kernel = '', ...others] = kernels
  if (others.length > 0) {
    const life = await judgeLifetime(paths, kernels, judging)
    await keep('lifetime/1', life)
    await attest()
    report('lifetime/1', life, () => lifetimeText(life, { verbose, paint }))
    return life.verdict === 'fits' ? EXIT.yes : EXIT.no
  }
  const judged = await judgeReuse(paths, kernel, judging)
  await keep('reuse/2', judged)
  await attest()
  report('reuse/2', judged, () => reuseText(judged, { verbose, paint }))
  return judged.verdict === 'fits' ? EXIT.yes : EXIT.no
}

async function reuseSource(
  { report, keep, progress, verbose, paint, signal }: Session,
  modules: readonly string[],
  {
    kernel: kernels,
    source,
    compat,
    baseline,
    compiled,
    ccWrapper,
    attest,
    attestKey,
    ...others
  }: ReuseOptions & { readonly source: string },
): Promise<ExitCode> {
  if (modules.length > 0 || baseline !== undefined || compiled !== undefined) {
    throw new UsageError('reuse: --source excludes modules, --baseline and --compiled')
  }
  if ((attest ?? attestKey) !== undefined) {
    throw new UsageError(
      'reuse: --attest is for verdicts on modules; that sources compile proves nothing of a binary',
    )
  }
  if (others.accept === true || others.changedOnly === true || !others.witness) {
    throw new UsageError('reuse: --source excludes --accept, --changed-only and --no-witness')
  }
  const [kernel = '', ...more] = kernels
  if (more.length > 0) throw new UsageError('reuse: --source takes one --kernel')
  const headersIn = compat === undefined ? undefined : resolve(compat)
  if (headersIn !== undefined) await emptyDirectory(headersIn)
  let stage: Stage | undefined
  const judged = await judgeSource(source, {
    kernel,
    ccWrapper,
    signal,
    compat: headersIn !== undefined,
    onCompile: () => {
      stage = progress.begin('compile the sources')
    },
    onProgress: (done, total) => stage?.detail(`${done} of ${total}`),
  })
  const flags =
    headersIn === undefined ? undefined : await writeCompatHeaders(headersIn, judged.compat?.headers ?? [])
  await keep('reuse-source/1', judged)
  report('reuse-source/1', judged, () => sourceReuseText(judged, { verbose, paint, flags }))
  return judged.compiles ? EXIT.yes : EXIT.no
}
