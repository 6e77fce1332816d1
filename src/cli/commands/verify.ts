// SPDX-License-Identifier: GPL-2.0-only
import type { Command } from 'commander'
import { mayBeArchive, verifyArchive, withUnpacked } from '../../archive/index.js'
import { archivedBoundary } from '../../chain/archive/archived-boundary.js'
import { knownKernel } from '../../chain/build/known-kernel.js'
import { attestArchive, attestVerified } from '../../chain/evidence/attest-verdicts.js'
import { type AttestOptions, openAttester } from '../../chain/evidence/attester.js'
import { mayBeBundle } from '../../chain/evidence/may-be-bundle.js'
import { EXIT, type ExitCode, UsageError } from '../../core/errors.js'
import { checkBundle, readPublicKey } from '../../evidence/attest/index.js'
import { verifyImage } from '../../features/standalone-crypto/carried/index.js'
import { archiveReportText } from '../../report/archive.js'
import { bundleText } from '../../report/bundle.js'
import { isClosed, verifyReasons, verifyText } from '../../report/verify.js'
import { addAttestOptions } from '../attest-options.js'
import { KERNEL_HELP } from '../kernel-option.js'
import { newCommand, type RunCommand } from '../new-command.js'
import { addPublicKeyOption, type PublicKeyOptions } from '../public-key-option.js'
import type { CommonOptions, Session } from '../session.js'

interface VerifyCommandOptions extends CommonOptions, AttestOptions, PublicKeyOptions {
  readonly key?: string | undefined
  readonly digest?: string | undefined
  readonly kernel?: string | undefined
}

export const verifyCommand = (run: RunCommand): Command =>
  addPublicKeyOption(
    addAttestOptions(
      newCommand('verify', {
        summary: 'check a module, image, archive or bundle of attestations',
        description:
          'Computes the HMAC-SHA256 of the module, or of each module that a kernel carries, and compares it with the stored digest, as a boot with fips=1 does. Checks that the module is complete, that it imports no cryptographic code, and that the kernel exports none. It goes by names; with --kernel BUILD, by the objects that define each import. Checks every file of an archive, and classifies what its modules import by what the archived kernel exports. Reads each attestation of a bundle and, with --public-key, requires that one of the keys has signed it. Needs neither the tree nor a boot.',
        examples: [
          ['kcarve verify arch/x86/boot/bzImage', 'what the image carries'],
          ['kcarve verify fips140-1.0.tar.zst', 'what `kcarve archive` wrote'],
          ['kcarve verify fips140.ko --digest fips140.ko.hmac', 'a module'],
          [
            'kcarve verify evidence.intoto.jsonl --public-key KEY.pub',
            'what `--attest` wrote, and who signed it',
          ],
          ['kcarve verify /lib/modules/$(uname -r)/kernel/crypto/fips140/fips140.ko.xz', 'an installed one'],
        ],
        exitCodes: [
          'everything matches',
          'a digest or a signature does not match, a module or a bundle is damaged, or cryptographic code is outside a module',
        ],
      }),
    ),
  )
    .argument(
      '<file>',
      'vmlinux, bzImage, arm64 Image, module (compressed or not), archive or bundle (.jsonl)',
    )
    .option('--key <text>', 'key of the HMAC; by default the one in the module')
    .option('--digest <file>', "the module's digest; by default the .ko.hmac beside it")
    .option('--kernel <path>', KERNEL_HELP)
    .action((file: string, options: VerifyCommandOptions) =>
      run('verify', options, session => verify(session, file, options)),
    )

async function verify(session: Session, file: string, options: VerifyCommandOptions): Promise<ExitCode> {
  const { report, progress, paint } = session
  progress.begin('verify')
  if (await mayBeBundle(file)) return verifyBundle(session, file, options)
  if (options.publicKey.length > 0) throw new UsageError('verify: --public-key belongs to a bundle')
  const attester = await openAttester(options, progress.say)
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
    await attester?.attest(
      await attestArchive(verified, {
        closed: isClosed(verified),
        reasons: [...verified.problems, ...verifyReasons(verified)],
      }),
    )
    report('verify-archive/1', verified, () => archiveReportText(verified, { paint }))
    return verified.intact && isClosed(verified) ? EXIT.yes : EXIT.no
  }
  const verified = await verifyImage(file, { ...options, kernel })
  await attester?.attest(
    await attestVerified(verified, { closed: isClosed(verified), reasons: verifyReasons(verified) }),
  )
  report('verify/1', verified, () => verifyText(verified, { paint }))
  return verified.intact && isClosed(verified) ? EXIT.yes : EXIT.no
}

async function verifyBundle(
  { report, paint }: Session,
  file: string,
  { key, digest, kernel, attest, attestKey, publicKey }: VerifyCommandOptions,
): Promise<ExitCode> {
  if ((key ?? digest ?? kernel ?? attest ?? attestKey) !== undefined) {
    throw new UsageError('verify: of a bundle, only signatures can be verified (--public-key)')
  }
  const checked = await checkBundle(file, await Promise.all(publicKey.map(readPublicKey)))
  report('verify-bundle/1', checked, () => bundleText(checked, { paint }))
  return checked.intact ? EXIT.yes : EXIT.no
}
