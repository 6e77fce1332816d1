// SPDX-License-Identifier: GPL-2.0-only
import type { Command } from 'commander'
import { EXIT, type ExitCode } from '../../core/errors.js'
import { verifyImage } from '../../image/index.js'
import { verifyText } from '../../report/verify.js'
import { newCommand, type Run } from '../new-command.js'
import type { CommonOptions, Session } from '../session.js'

interface VerifyCommandOptions extends CommonOptions {
  readonly key?: string
  readonly digest?: string
}

export const verifyCommand = (run: Run): Command =>
  newCommand('verify', {
    summary: 'digests and structure of a module, or of those in an image',
    description:
      'Computes the HMAC-SHA256 of the module, or of each module that a kernel carries, and compares it with the digest beside it, as a boot with fips=1 does; and checks that the module is whole. Needs neither the tree nor a boot.',
    examples: [
      ['kcarve verify arch/x86/boot/bzImage', 'what the image carries'],
      ['kcarve verify fips140.ko --digest fips140.ko.hmac', 'a module'],
    ],
    exitCodes: ['all is as it should be', 'a digest does not match, or a module is damaged'],
  })
    .argument('<file>', 'vmlinux, bzImage or module')
    .option('--key <text>', 'key of the HMAC; by default the one that is in the module')
    .option('--digest <file>', "the module's digest; by default FILE.hmac")
    .action((file: string, options: VerifyCommandOptions) =>
      run('verify', options, session => verify(session, file, options)),
    )

async function verify(session: Session, file: string, options: VerifyCommandOptions): Promise<ExitCode> {
  const { report, progress, paint } = session
  progress.begin('verify')
  const verified = await verifyImage(file, options)
  report('verify/1', verified, () => verifyText(verified, { paint }))
  return verified.intact ? EXIT.yes : EXIT.no
}
