// SPDX-License-Identifier: GPL-2.0-only
import type { Command } from 'commander'
import { mayBeArchive, verifyArchive, withUnpacked } from '../../archive/index.js'
import { archivedBoundary } from '../../chain/archive/archived-boundary.js'
import { knownKernel } from '../../chain/build/known-kernel.js'
import { EXIT, type ExitCode } from '../../core/errors.js'
import { verifyImage } from '../../features/standalone-crypto/carried/index.js'
import { archiveReportText } from '../../report/archive.js'
import { isClosed, verifyText } from '../../report/verify.js'
import { KERNEL_HELP } from '../kernel-option.js'
import { newCommand, type RunCommand } from '../new-command.js'
import type { CommonOptions, Session } from '../session.js'

interface VerifyCommandOptions extends CommonOptions {
  readonly key?: string | undefined
  readonly digest?: string | undefined
  readonly kernel?: string | undefined
}

export const verifyCommand = (run: RunCommand): Command =>
  newCommand('verify', {
    summary: 'check the digests and structure of a module, an image or an archive',
    description:
      'Computes the HMAC-SHA256 of the module, or of each module that a kernel carries, compares it with the stored digest, as a boot with fips=1 does, and checks that the module is complete, that it imports no cryptographic code, and that the kernel exports none (by names; with --kernel BUILD, imports by the objects that define them). Checks every file of an archive, and classes what its modules import by what the archived kernel exports. Needs neither the tree nor a boot.',
    examples: [
      ['kcarve verify arch/x86/boot/bzImage', 'what the image carries'],
      ['kcarve verify fips140-1.0.tar.zst', 'what `kcarve archive` wrote'],
      ['kcarve verify fips140.ko --digest fips140.ko.hmac', 'a module'],
      ['kcarve verify /lib/modules/$(uname -r)/kernel/crypto/fips140/fips140.ko.xz', 'an installed one'],
    ],
    exitCodes: [
      'everything matches',
      'a digest does not match, a module is damaged, or cryptographic code is outside it',
    ],
  })
    .argument('<file>', 'vmlinux, bzImage, arm64 Image, module (compressed or not) or archive')
    .option('--key <text>', 'key of the HMAC; by default the one in the module')
    .option('--digest <file>', "the module's digest; by default the .ko.hmac beside it")
    .option('--kernel <path>', KERNEL_HELP)
    .action((file: string, options: VerifyCommandOptions) =>
      run('verify', options, session => verify(session, file, options)),
    )

async function verify(session: Session, file: string, options: VerifyCommandOptions): Promise<ExitCode> {
  const { report, progress, paint } = session
  progress.begin('verify')
  const kernel = await knownKernel(options.kernel)
  if (await mayBeArchive(file)) {
    const verified = await withUnpacked(
      file,
      async directory => {
        const archive = await verifyArchive(directory)
        return { ...archive, path: file, ...(await archivedBoundary(directory, archive, kernel)) }
      },
      session.signal,
    )
    report('verify-archive/1', verified, () => archiveReportText(verified, { paint }))
    return verified.intact && isClosed(verified) ? EXIT.yes : EXIT.no
  }
  const verified = await verifyImage(file, { ...options, kernel })
  report('verify/1', verified, () => verifyText(verified, { paint }))
  return verified.intact && isClosed(verified) ? EXIT.yes : EXIT.no
}
