// SPDX-License-Identifier: GPL-2.0-only
import type { Command } from 'commander'
import { archiveBuild, archiveShipped, type MadeArchive } from '../../chain/archive/make-archive.js'
import { EXIT, type ExitCode, UsageError } from '../../core/errors.js'
import { archiveText } from '../../report/archive.js'
import { newCommand, type RunCommand } from '../new-command.js'
import type { CommonOptions, Session } from '../session.js'

interface ArchiveOptions extends CommonOptions {
  readonly output: string
  readonly headers?: string | undefined
  readonly source?: string | undefined
  readonly image?: string | undefined
}

export const archiveCommand = (run: RunCommand): Command =>
  newCommand('archive', {
    summary: 'freeze a module with everything a later verdict needs',
    description:
      "Copies what matters later of a finished carved build: the module and its digest, the kernel image, Module.symvers, .config, kbuild's commands, and every source and header that the compiler read. A manifest holds their digests and the versions of the tools; `kcarve verify` checks it. The same build gives the same bytes. With --headers and --source it archives modules that a distribution ships: it recompiles them with the kbuild of their kernel's headers and compares the result with the shipped files.",
    examples: [
      ['kcarve archive build -o fips140-1.0', 'a directory'],
      ['kcarve archive build -o fips140-1.0.tar.zst', 'one file'],
      [
        'kcarve archive /lib/modules/6.1.0-47-amd64/kernel/crypto --headers /usr/src/linux-headers-6.1.0-47-amd64 --source linux-source-6.1 -o crypto-6.1.0-47',
        'modules that Debian ships, with the unpacked sources of its linux-source package',
      ],
    ],
    exitCodes: ['done', 'done, but some modules could not be recompiled and are missing'],
  })
    .argument('<tree...>', 'built tree, build directory, modules, or directories of modules')
    .requiredOption('-o, --output <path>', 'an empty or new directory, or a file that ends in .tar.zst')
    .option('--headers <path>', 'for shipped modules: the headers of their kernel')
    .option('--source <tree>', 'for shipped modules: the sources of their kernel')
    .option('--image <file>', 'for shipped modules: the image of their kernel, to archive with them')
    .action((trees: string[], options: ArchiveOptions) =>
      run('archive', options, session => archive(session, trees, options)),
    )

async function archive(
  session: Session,
  trees: readonly string[],
  options: ArchiveOptions,
): Promise<ExitCode> {
  const { output } = options
  const { manifest, leftOut } = await made(session, trees, options)
  session.report('archived/1', { path: output, manifest, leftOut }, () =>
    archiveText(output, manifest, leftOut),
  )
  return leftOut.length === 0 ? EXIT.yes : EXIT.no
}

async function made(
  { progress, signal, logPath }: Session,
  trees: readonly string[],
  { output, headers, source, image }: ArchiveOptions,
): Promise<MadeArchive> {
  const [tree = '', ...others] = trees
  if (headers === undefined && source === undefined && image === undefined) {
    if (others.length > 0 || /\.ko(?:\.\w+)?$/.test(tree)) {
      throw new UsageError(
        'to archive modules, give --headers and --source; to archive builds, name one at a time',
      )
    }
    progress.begin('archive')
    return archiveBuild(tree, { output, signal })
  }
  if (headers === undefined || source === undefined) {
    throw new UsageError('--headers and --source belong together: kcarve recompiles shipped modules')
  }
  const stage = progress.begin('compile the modules again')
  let done = 0
  return archiveShipped(trees, {
    output,
    headers,
    sources: source,
    image,
    signal,
    logPath,
    onObject: object => stage.detail(`${++done} objects, ${object}`),
  })
}
