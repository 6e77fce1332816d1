// SPDX-License-Identifier: GPL-2.0-only
import type { Command } from 'commander'
import { EXIT, type ExitCode } from '../../core/errors.js'
import { extractImage } from '../../features/standalone-crypto/carried/index.js'
import { extractedText } from '../../report/verify.js'
import { newCommand, type RunCommand } from '../new-command.js'
import type { CommonOptions, Session } from '../session.js'

interface ExtractOptions extends CommonOptions {
  readonly output: string
}

export const extractCommand = (run: RunCommand): Command =>
  newCommand('extract', {
    summary: 'write out the modules and digests that a kernel image carries',
    description:
      'Writes what a carved kernel carries into a directory, byte for byte: fips140.ko and fips140.ko.hmac. If the kernel carries two modules, the one for boots without fips=1 becomes fips140_fresh.ko.',
    examples: [['kcarve extract arch/x86/boot/bzImage -o out', 'out/fips140.ko']],
    exitCodes: ['done'],
  })
    .argument('<image>', 'vmlinux, bzImage or arm64 Image')
    .requiredOption('-o, --output <dir>', 'where to write; created if missing')
    .action((image: string, options: ExtractOptions) =>
      run('extract', options, session => extract(session, image, options.output)),
    )

async function extract({ report, progress }: Session, image: string, directory: string): Promise<ExitCode> {
  progress.begin('extract')
  const files = await extractImage(image, directory)
  report('extract/1', { image, files }, () => extractedText(files))
  return EXIT.yes
}
