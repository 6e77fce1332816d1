// SPDX-License-Identifier: GPL-2.0-only
import type { Command } from 'commander'
import { EXIT, type ExitCode } from '../../core/errors.js'
import { allPass, checksText } from '../../report/checks.js'
import { durationText } from '../../report/quantities.js'
import { bootChecks } from '../boot/boot-checks.js'
import { bootGuest } from '../boot/boot-guest.js'
import { bootTarget } from '../boot/boot-target.js'
import { EXPECT_HELP, readExpectation } from '../boot/expectation.js'
import { positive } from '../build-options.js'
import { CONFIG_HELP } from '../config-choice.js'
import { newCommand, type Run } from '../new-command.js'
import type { CommonOptions, Session } from '../session.js'

interface BootOptions extends CommonOptions {
  readonly config: string
  readonly fips?: boolean
  readonly expect?: string
  readonly append?: string
  readonly timeout?: number
  readonly memory?: number
  readonly modules?: string
  readonly modprobe?: string
}

export const bootCommand = (run: Run): Command =>
  newCommand('boot', {
    summary: 'boot a kernel in QEMU and run the guest checks',
    description:
      'Boots a kernel image in QEMU (without KVM) with an initramfs of its own, and checks in the guest that the algorithms pass their self-tests, give known answers by AF_ALG, and come from fips140 when the kernel is carved. From a build directory, the modules of the build are there as well.',
    examples: [
      ['kcarve boot ~/linux-6.12', 'what `kcarve build ~/linux-6.12` has made'],
      ['kcarve boot arch/x86/boot/bzImage --fips', 'any image, in FIPS mode'],
      ["kcarve boot ~/obj --expect 'panic:fips140'", 'it must panic, with this text'],
    ],
    exitCodes: ['all checks pass', 'a check failed: the lines that say why are printed'],
  })
    .argument('<path>', 'kernel image, build directory, or source tree built by kcarve')
    .option('--config <file>', `of a source tree, which build: ${CONFIG_HELP}`, 'small')
    .option('--fips', 'boot with fips=1')
    .option('--expect <what>', EXPECT_HELP)
    .option('--append <words>', 'further words of the kernel command line')
    .option(
      '--modules <root>',
      'modules as `make modules_install INSTALL_MOD_PATH=<root>` has installed them',
    )
    .option('--modprobe <names>', 'what to load in the guest, separated by commas')
    .option('--timeout <seconds>', 'for the whole boot', positive, 180)
    .option('--memory <MiB>', 'of the machine', positive, 512)
    .action((path: string, options: BootOptions) =>
      run('boot', options, session => boot(session, path, options)),
    )

async function boot(session: Session, path: string, options: BootOptions): Promise<ExitCode> {
  const { progress, verbose, paint, cacheDir } = session
  const given = options.expect === undefined ? undefined : readExpectation(options.expect)
  const stage = progress.begin('boot')
  const target = await bootTarget(path, { cacheDir, config: options.config })
  const expectation = given ?? { kind: target.carved ? 'carved' : 'stock' }
  const words = options.append?.split(/\s+/).filter(Boolean) ?? []
  const result = await bootGuest(session, stage, target, {
    append: [...(options.fips === true ? ['fips=1'] : []), ...words],
    memoryMiB: options.memory ?? 512,
    deadlineMs: (options.timeout ?? 180) * 1000,
    ...(options.modules === undefined ? {} : { modulesRoot: options.modules }),
    ...(options.modprobe === undefined ? {} : { modprobe: options.modprobe.split(',') }),
  })
  const checks = bootChecks(result, expectation, target)
  const { outcome, summary, release, durationMs, logPath } = result
  const model = {
    kernel: target.kernel,
    carved: target.carved,
    outcome,
    summary,
    release,
    durationMs,
    logPath,
    checks,
  }
  session.report('boot/1', model, () =>
    [
      `${target.kernel}${target.carved ? ' (carved)' : ''}, ${durationText(durationMs)}\n`,
      checksText(checks, { verbose, paint }),
      `  console: ${logPath}\n`,
    ].join(''),
  )
  return allPass(checks) ? EXIT.yes : EXIT.no
}
