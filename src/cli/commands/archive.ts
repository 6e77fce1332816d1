// SPDX-License-Identifier: GPL-2.0-only
import type { Command } from 'commander'
import { inScratch, isPacked, packArchive, writeArchive } from '../../archive/index.js'
import { EXIT, type ExitCode } from '../../core/errors.js'
import { archiveText } from '../../report/archive.js'
import { newCommand, type Run } from '../new-command.js'
import type { CommonOptions, Session } from '../session.js'
import { version } from '../version.js'

interface ArchiveOptions extends CommonOptions {
  readonly output: string
}

export const archiveCommand = (run: Run): Command =>
  newCommand('archive', {
    summary: 'freeze a module with all that a later verdict on it needs',
    description:
      'Copies, of a finished build of a carved kernel: the module and its digest, the kernel image, Module.symvers, .config, the commands of kbuild, and every source and header that the compiler read; with a manifest of their digests and of the tools. `kcarve verify` checks it. The same build gives the same bytes.',
    examples: [
      ['kcarve archive build -o fips140-1.0', 'a directory'],
      ['kcarve archive build -o fips140-1.0.tar.zst', 'one file'],
    ],
    exitCodes: ['done'],
  })
    .argument('<tree>', 'built tree or build directory')
    .requiredOption(
      '-o, --output <path>',
      'a directory that is empty or not there, or a file that ends in .tar.zst',
    )
    .action((tree: string, options: ArchiveOptions) =>
      run('archive', options, session => archive(session, tree, options.output)),
    )

async function archive(session: Session, tree: string, output: string): Promise<ExitCode> {
  session.progress.begin('archive')
  const manifest = isPacked(output)
    ? await inScratch(async directory => {
        const written = await writeArchive(tree, directory, version)
        await packArchive(directory, output)
        return written
      })
    : await writeArchive(tree, output, version)
  session.report('archive/1', { path: output, manifest }, () => archiveText(output, manifest))
  return EXIT.yes
}
