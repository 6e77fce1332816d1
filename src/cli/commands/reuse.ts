// SPDX-License-Identifier: GPL-2.0-only
import type { Command } from 'commander'
import { withUnpacked } from '../../archive/index.js'
import { EXIT, type ExitCode } from '../../core/errors.js'
import { reuseText } from '../../report/reuse.js'
import { judgeModules, openKernel, openModules } from '../../reuse/index.js'
import { newCommand, type Run } from '../new-command.js'
import type { CommonOptions, Session } from '../session.js'

interface ReuseOptions extends CommonOptions {
  readonly kernel: string
  readonly baseline?: string
  readonly compiled?: string[]
}

export const reuseCommand = (run: Run): Command =>
  newCommand('reuse', {
    summary: 'whether module binaries can live in another kernel, and if not, why',
    description:
      'Judges one module, or those below directories, which move to the kernel together: imports, namespaces, licence, struct module, records of special sections, feature numbers, vermagic, BTF policy, and for fips140.ko the boundary. These can say that a module breaks. That it fits they can not: for that a compiler has to witness that the same sources, compiled for that kernel, give the same code (--compiled).',
    examples: [
      ['kcarve reuse fips140.ko --kernel ~/linux-6.12', 'a module and a built tree'],
      [
        'kcarve reuse crypto/ --kernel /usr/src/linux-headers-6.1.0-56-amd64',
        'directories, and headers as Debian ships them',
      ],
      [
        'kcarve reuse old/crypto --kernel vmlinuz --compiled new/crypto',
        'with what the vendor compiled for it',
      ],
    ],
    exitCodes: ['all of them fit', 'one breaks, or it is not proven that it fits'],
  })
    .argument('<modules...>', 'modules or directories of modules, compressed or not, or an archive')
    .requiredOption('--kernel <path>', 'vmlinux, bzImage, a built tree, or a directory of kernel headers')
    .option('--baseline <path>', 'the kernel that the modules were made with, in any of these forms')
    .option('--compiled <path...>', 'the same modules, as compiled for the kernel')
    .action((modules: string[], options: ReuseOptions) =>
      run('reuse', options, session => reuse(session, modules, options)),
    )

async function reuse(session: Session, paths: readonly string[], options: ReuseOptions): Promise<ExitCode> {
  const { report, progress, verbose, paint } = session
  progress.begin('reuse')
  const kernel = await openKernel(options.kernel)
  const [archive] = paths
  const modules =
    paths.length === 1 && archive !== undefined
      ? await withUnpacked(archive, path => openModules([path]))
      : await openModules(paths)
  const baseline = options.baseline === undefined ? undefined : await openKernel(options.baseline)
  const compiled = options.compiled === undefined ? undefined : await openModules(options.compiled)
  const judged = judgeModules(modules, kernel, {
    ...(baseline === undefined ? {} : { baseline }),
    ...(compiled === undefined ? {} : { compiled }),
  })
  report('reuse/1', judged, () => reuseText(judged, { verbose, paint }))
  return judged.verdict === 'fits' ? EXIT.yes : EXIT.no
}
