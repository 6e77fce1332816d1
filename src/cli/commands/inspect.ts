// SPDX-License-Identifier: GPL-2.0-only
import type { Command } from 'commander'
import { knownKernel } from '../../chain/build/known-kernel.js'
import { EXIT, type ExitCode } from '../../core/errors.js'
import { inspectCarved } from '../../features/standalone-crypto/carried/index.js'
import { imageText } from '../../report/image.js'
import { KERNEL_HELP } from '../kernel-option.js'
import { newCommand, type RunCommand } from '../new-command.js'
import type { CommonOptions, Session } from '../session.js'

interface InspectOptions extends CommonOptions {
  readonly kernel?: string | undefined
}

export const inspectCommand = (run: RunCommand): Command =>
  newCommand('inspect', {
    summary: 'show what is in a vmlinux, bzImage, arm64 Image or module',
    description:
      'Shows what a file is: a kernel (vmlinux, bzImage or Image) with its embedded module and redirects, or a module with its imports and exports; with versions, digests and sizes. Classifies the imports of fips140.ko. Names alone identify cryptography and named exceptions; with a build (--kernel), the object that defines an import decides its class.',
    examples: [
      ['kcarve inspect arch/x86/boot/bzImage', 'the image'],
      ['kcarve inspect crypto/fips140/fips140.ko -v', 'the module, with all symbols'],
      ['kcarve inspect fips140.ko --kernel ~/linux-6.12', 'the module, with the class of each import'],
    ],
    exitCodes: ['it is a kernel or a module', 'it is neither'],
  })
    .argument('<file>', 'vmlinux, bzImage, Image or module, compressed or not')
    .option('--kernel <path>', KERNEL_HELP)
    .action((file: string, options: InspectOptions) =>
      run('inspect', options, session => inspect(session, file, options)),
    )

async function inspect(
  { report, progress, verbose, paint }: Session,
  file: string,
  { kernel }: InspectOptions,
): Promise<ExitCode> {
  progress.begin('inspect')
  const image = await inspectCarved(file, await knownKernel(kernel))
  report('inspect/1', image, () => imageText(image, { verbose, paint }))
  return image.kind === 'other' ? EXIT.no : EXIT.yes
}
