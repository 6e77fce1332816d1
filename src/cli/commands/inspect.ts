// SPDX-License-Identifier: GPL-2.0-only
import type { Command } from 'commander'
import { EXIT, type ExitCode } from '../../core/errors.js'
import { inspectCarved } from '../../features/standalone-crypto/carried/index.js'
import { imageText } from '../../report/image.js'
import { newCommand, type RunCommand } from '../new-command.js'
import type { CommonOptions, Session } from '../session.js'

export const inspectCommand = (run: RunCommand): Command =>
  newCommand('inspect', {
    summary: 'show what is in a vmlinux, bzImage, arm64 Image or module',
    description:
      'Shows what a file is: a kernel (vmlinux, bzImage or Image) with its embedded module and redirects, or a module with its imports and exports; with versions, digests and sizes.',
    examples: [
      ['kcarve inspect arch/x86/boot/bzImage', 'the image'],
      ['kcarve inspect crypto/fips140/fips140.ko -v', 'the module, with all symbols'],
    ],
    exitCodes: ['it is a kernel or a module', 'it is neither'],
  })
    .argument('<file>', 'vmlinux, bzImage, Image or module, compressed or not')
    .action((file: string, options: CommonOptions) =>
      run('inspect', options, session => inspect(session, file)),
    )

async function inspect({ report, progress, verbose, paint }: Session, file: string): Promise<ExitCode> {
  progress.begin('inspect')
  const image = await inspectCarved(file)
  report('inspect/1', image, () => imageText(image, { verbose, paint }))
  return image.kind === 'other' ? EXIT.no : EXIT.yes
}
