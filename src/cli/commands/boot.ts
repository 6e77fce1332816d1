// SPDX-License-Identifier: GPL-2.0-only
import type { Command } from 'commander'
import { bootFaults } from '../../chain/boot/boot-faults.js'
import { bootGuest } from '../../chain/boot/boot-guest.js'
import { bootTarget } from '../../chain/boot/boot-target.js'
import { CONFIG_HELP } from '../../chain/build/config-choice.js'
import { allPass } from '../../checks/check.js'
import { EXIT, type ExitCode } from '../../core/errors.js'
import { bootChecks } from '../../features/standalone-crypto/checks/boot-checks.js'
import { EXPECT_HELP, readExpectation } from '../../features/standalone-crypto/checks/expectation.js'
import { faultsNamed } from '../../features/standalone-crypto/faults/index.js'
import { recordBoot } from '../../features/standalone-crypto/prove/index.js'
import { checksText } from '../../text/checks.js'
import { durationText } from '../../text/quantities.js'
import { positive } from '../build-options.js'
import { newCommand, type RunCommand } from '../new-command.js'
import type { CommonOptions, Session } from '../session.js'

interface BootOptions extends CommonOptions {
  readonly config: string
  readonly fips?: boolean
  readonly expect?: string
  readonly fault?: string
  readonly append?: string
  readonly timeout?: number
  readonly memory?: number
  readonly cpus?: number
  readonly modules?: string
  readonly modprobe?: string
}

export const bootCommand = (run: RunCommand): Command =>
  newCommand('boot', {
    summary: 'boot a kernel in QEMU and run the guest checks',
    description:
      'Boots a kernel image in QEMU (without KVM) with an initramfs of its own, and checks in the guest that the algorithms pass their self-tests, give known answers by AF_ALG, and come from fips140 when the kernel is carved. From a build directory, the modules of the build are there as well.',
    examples: [
      ['kcarve boot ~/linux-6.12', 'what `kcarve build ~/linux-6.12` has made'],
      ['kcarve boot arch/x86/boot/bzImage --fips', 'any image, in FIPS mode'],
      ["kcarve boot ~/obj --expect 'panic:fips140'", 'it must panic, with this text'],
      ['kcarve boot ~/obj --fault all', 'what becomes of it when it is damaged, in each way that we know'],
    ],
    exitCodes: ['all checks pass', 'a check failed: the lines that say why are printed'],
  })
    .argument('<path>', 'kernel image, build directory, or source tree built by kcarve')
    .option('--config <file>', `of a source tree, which build: ${CONFIG_HELP}`, 'small')
    .option('--fips', 'boot with fips=1')
    .option('--expect <what>', EXPECT_HELP)
    .option(
      '--fault <names>',
      'damage a copy of the kernel in these ways, separated by commas, or in `all`: each boot has to end as promised',
    )
    .option('--append <words>', 'further words of the kernel command line')
    .option(
      '--modules <root>',
      'modules as `make modules_install INSTALL_MOD_PATH=<root>` has installed them',
    )
    .option('--modprobe <names>', 'what to load in the guest, separated by commas')
    .option('--timeout <seconds>', 'for the whole boot', positive, 180)
    .option('--memory <MiB>', 'of the machine', positive, 512)
    .option('--cpus <number>', 'of the machine', positive, 2)
    .action((path: string, options: BootOptions) =>
      run('boot', options, session => boot(session, path, options)),
    )

async function boot(session: Session, path: string, options: BootOptions): Promise<ExitCode> {
  const { progress, verbose, paint, cacheDir, signal, logPath, trace } = session
  const given = options.expect === undefined ? undefined : readExpectation(options.expect)
  let stage = progress.begin('boot')
  const target = await bootTarget(path, { cacheDir, config: options.config })
  const expectation = given ?? { kind: target.carved ? 'carved' : 'stock' }
  const words = options.append?.split(/\s+/).filter(Boolean) ?? []
  const guest = {
    append: [...(options.fips === true ? ['fips=1'] : []), ...words],
    memoryMiB: options.memory ?? 512,
    cpus: options.cpus ?? 2,
    deadlineMs: (options.timeout ?? 180) * 1000,
    modulesRoot: options.modules,
    modprobe: options.modprobe?.split(','),
    cacheDir,
    signal,
    onDetail: (text: string) => stage.detail(text),
    onLine: trace,
  }
  if (options.fault !== undefined) {
    const faults = await bootFaults(target, faultsNamed(options.fault), {
      ...guest,
      logPath,
      onFault: ({ name }) => {
        stage = progress.begin(`boot with ${name}`)
      },
    })
    session.report('boot-faults/2', { kernel: target.kernel, checks: faults }, () =>
      checksText(faults, { verbose, paint }),
    )
    return allPass(faults) ? EXIT.yes : EXIT.no
  }
  const result = await bootGuest(target, { ...guest, logPath: logPath('console') })
  const scenario = guest.append.join(' ')
  const checks = bootChecks(result, expectation, target).map(check => ({ ...check, scenario }))
  const { outcome, summary, release, durationMs } = result
  const model = {
    kernel: target.kernel,
    arch: target.arch.name,
    carved: target.carved,
    outcome,
    summary,
    release: release ?? null,
    durationMs,
    logPath: result.logPath,
    checks,
    boots: [recordBoot(result, { kernel: target.carved ? 'carved' : 'stock', scenario })],
  }
  await session.keep('boot/2', model)
  session.report('boot/2', model, () =>
    [
      `${target.kernel}${target.carved ? ' (carved)' : ''}, ${durationText(durationMs)}\n`,
      checksText(checks, { verbose, paint }),
      `  console: ${result.logPath}\n`,
    ].join(''),
  )
  return allPass(checks) ? EXIT.yes : EXIT.no
}
