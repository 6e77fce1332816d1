// SPDX-License-Identifier: GPL-2.0-only
import type { Command } from 'commander'
import { readKselftestNames } from '../../build/index.js'
import { bootFaults } from '../../chain/boot/boot-faults.js'
import { bootGuest } from '../../chain/boot/boot-guest.js'
import {
  INITRD_HELP,
  RESTARTS_HELP,
  ROOT_HELP,
  readInitrdTools,
  withRoot,
} from '../../chain/boot/boot-root.js'
import { type BootTarget, withBootTarget } from '../../chain/boot/boot-target.js'
import { KSELFTEST_DEADLINE, KSELFTEST_HELP, kselftestFor } from '../../chain/boot/kselftest-for.js'
import { CONFIG_HELP } from '../../chain/build/config-choice.js'
import { attestBoot } from '../../chain/evidence/attest-boot.js'
import { type Attester, type AttestOptions, openAttester } from '../../chain/evidence/attester.js'
import { allPass } from '../../checks/check.js'
import { EXIT, type ExitCode, UsageError } from '../../core/errors.js'
import { bootChecks } from '../../features/standalone-crypto/checks/boot-checks.js'
import { EXPECT_HELP, readExpectation } from '../../features/standalone-crypto/checks/expectation.js'
import { faultsNamed } from '../../features/standalone-crypto/faults/index.js'
import { CLIENTS, clientsNamed } from '../../features/standalone-crypto/guest-request.js'
import { recordBoot } from '../../features/standalone-crypto/prove/index.js'
import { checksText } from '../../text/checks.js'
import { durationText } from '../../text/quantities.js'
import { restartsNamed } from '../../vm/index.js'
import { addAttestOptions } from '../attest-options.js'
import { positive } from '../build-options.js'
import { newCommand, type RunCommand } from '../new-command.js'
import type { Stage } from '../progress.js'
import type { CommonOptions, Session } from '../session.js'

interface BootOptions extends CommonOptions, AttestOptions {
  readonly config: string
  readonly fips?: boolean | undefined
  readonly expect?: string | undefined
  readonly fault?: string | undefined
  readonly append?: string | undefined
  readonly timeout?: number | undefined
  readonly memory?: number | undefined
  readonly cpus?: number | undefined
  readonly modules?: string | undefined
  readonly modprobe?: string | undefined
  readonly root?: string | undefined
  readonly clients?: string | undefined
  readonly initrd?: string | undefined
  readonly restarts?: string | undefined
  readonly kselftest?: string | undefined
  readonly forceTargets?: boolean | undefined
}

export const bootCommand = (run: RunCommand): Command =>
  addAttestOptions(
    newCommand('boot', {
      summary: 'boot a kernel in QEMU and run the guest checks',
      description:
        'Boots a kernel image in QEMU (without KVM) with an initramfs of its own. Checks in the guest that the algorithms pass their self-tests and give known answers through AF_ALG, and that fips140 serves them if the kernel is carved. With a build directory or a package, the guest also has its modules.',
      examples: [
        ['kcarve boot ~/linux-6.12', 'the result of `kcarve build ~/linux-6.12`'],
        ['kcarve boot arch/x86/boot/bzImage --fips', 'any image, in FIPS mode'],
        ['kcarve boot linux-image-6.12.118_1_amd64.deb --root debian', 'install a package, and boot it'],
        ["kcarve boot ~/obj --expect 'panic:fips140'", 'the boot must panic with this text'],
        ['kcarve boot ~/obj --fault all', 'damage it in every known way, one boot each'],
        [
          'kcarve boot ~/obj --root debian',
          'boot a Debian system on it, and check what its programs do with the crypto',
        ],
        [
          'kcarve boot ~/obj --fips --attest evidence.intoto.jsonl',
          'and write down for others what was found',
        ],
        [
          'kcarve boot ~/obj --root debian --restarts hibernation,kexec,kdump',
          'and whether it survives these',
        ],
        [
          'kcarve boot ~/obj --kselftest kexec,net:tls',
          "run tests of the tree's tools/testing/selftests: collections, or tests of one",
        ],
      ],
      exitCodes: ['all checks pass', 'a check failed; the output shows the lines that say why'],
    }),
  )
    .argument(
      '<path>',
      'kernel image, Debian package of one, build directory, or source tree built by kcarve',
    )
    .option('--config <file>', `which build of a source tree: ${CONFIG_HELP}`, 'small')
    .option('--fips', 'boot with fips=1')
    .option('--expect <what>', EXPECT_HELP)
    .option(
      '--fault <names>',
      'damage a copy of the kernel in these ways, separated by commas, or in `all`; each boot must end in the documented way',
    )
    .option('--append <words>', 'add words to the kernel command line')
    .option('--modules <root>', 'modules that `make modules_install INSTALL_MOD_PATH=<root>` installed')
    .option('--modprobe <names>', 'load these modules in the guest, separated by commas')
    .option('--root <what>', ROOT_HELP)
    .option(
      '--clients <names>',
      `with --root: only these client checks, separated by commas: ${CLIENTS.join(', ')}`,
    )
    .option('--initrd <program>', INITRD_HELP)
    .option('--restarts <names>', RESTARTS_HELP)
    .option('--kselftest <names>', KSELFTEST_HELP)
    .option('--force-targets', 'with --kselftest: tests that do not build are an error')
    .option(
      '--timeout <seconds>',
      'time limit (default: 180 for the boot and for each restart, with --root 1800, with --kselftest 3600); silence counts as a hang after a third of it, 20 at least',
      positive,
    )
    .option(
      '--memory <MiB>',
      'memory of the machine (default: 512, with --root 1024); a crash kernel gets more of its own',
      positive,
    )
    .option('--cpus <number>', 'processors of the machine', positive, 2)
    .action((path: string, options: BootOptions) =>
      run('boot', options, session => boot(session, path, options)),
    )

async function boot(session: Session, path: string, options: BootOptions): Promise<ExitCode> {
  const { cacheDir, signal } = session
  if (options.root === undefined && (options.clients ?? options.initrd) !== undefined) {
    throw new UsageError('boot: --clients and --initrd belong to --root', { hint: 'such as --root debian' })
  }
  if (options.root !== undefined && (options.fault ?? options.modprobe) !== undefined) {
    throw new UsageError('boot: --fault and --modprobe are for a guest without --root')
  }
  if (options.restarts !== undefined && (options.fault ?? options.expect) !== undefined) {
    throw new UsageError('boot: --restarts is for a kernel that boots, without --fault and --expect')
  }
  if (options.forceTargets === true && options.kselftest === undefined) {
    throw new UsageError('boot: --force-targets belongs to --kselftest')
  }
  const asked = { ...read(options), attester: await openAttester(options, session.progress.say) }
  const stage = session.progress.begin('boot')
  return withBootTarget(path, { cacheDir, config: options.config, signal }, target =>
    bootAsAsked(session, stage, target, asked),
  )
}

/** The options with their names read, before anything is done. */
const read = (options: BootOptions) => ({
  ...options,
  given: options.expect === undefined ? undefined : readExpectation(options.expect),
  clients: options.clients === undefined ? undefined : clientsNamed(options.clients),
  initrd: options.initrd === undefined ? undefined : readInitrdTools(options.initrd),
  restartNames: options.restarts === undefined ? undefined : restartsNamed(options.restarts),
  tests: options.kselftest === undefined ? undefined : readKselftestNames(options.kselftest),
  faults: options.fault === undefined ? undefined : faultsNamed(options.fault),
})
type Asked = ReturnType<typeof read> & { readonly attester: Attester | undefined }

async function bootAsAsked(
  session: Session,
  firstStage: Stage,
  target: BootTarget,
  options: Asked,
): Promise<ExitCode> {
  const { progress, verbose, paint, cacheDir, signal, logPath, trace } = session
  const { given, clients, tests, root, initrd } = options
  let stage = firstStage
  const expectation = given ?? { kind: target.carved ? 'carved' : 'stock' }
  const kselftest =
    tests &&
    (await kselftestFor(target, {
      ...{ collections: tests, force: options.forceTargets, signal, logPath },
      onDetail: text => stage.detail(text),
    }))
  const words = options.append?.split(/\s+/).filter(Boolean) ?? []
  const guest = {
    append: [...(options.fips === true ? ['fips=1'] : []), ...words],
    memoryMiB: options.memory,
    cpus: options.cpus,
    deadlineMs: deadlineOf(options),
    modulesRoot: options.modules ?? target.package?.root,
    kselftest,
    restarts: options.restartNames,
    modprobe: options.modprobe?.split(','),
    cacheDir,
    signal,
    onDetail: (text: string) => stage.detail(text),
    onLine: trace,
  }
  const attest = await attestBoot(options.attester, target, { ...guest, root })
  if (options.faults !== undefined) {
    const faults = await bootFaults(target, options.faults, {
      ...guest,
      logPath,
      onFault: ({ name }) => {
        stage = progress.begin(`boot with ${name}`)
      },
    })
    const model = { kernel: target.kernel, checks: faults }
    await attest({ command: 'boot-faults', checks: faults, release: null })
    await session.keep('boot-faults/2', model)
    session.report('boot-faults/2', model, () => checksText(faults, { verbose, paint }))
    return allPass(faults) ? EXIT.yes : EXIT.no
  }
  const result =
    root === undefined
      ? await bootGuest(target, { ...guest, logPath: logPath('console') })
      : await withRoot(target, { ...guest, root, clients, initrd, logPath }, bootOnRoot =>
          bootOnRoot({ append: guest.append, log: 'console' }),
        )
  const scenario = guest.append.join(' ')
  const checks = bootChecks(result, expectation, target).map(check => ({ ...check, scenario }))
  const { outcome, summary, release, durationMs } = result
  const kernel = target.package?.path ?? target.kernel
  const model = {
    kernel,
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
  await attest({ command: 'boot', checks, release: model.release })
  session.report('boot/2', model, () =>
    [
      `${kernel}${target.carved ? ' (carved)' : ''}, ${durationText(durationMs)}\n`,
      checksText(checks, { verbose, paint }),
      `  console: ${result.logPath}\n`,
    ].join(''),
  )
  return allPass(checks) ? EXIT.yes : EXIT.no
}

/** Milliseconds; undefined for what such a boot has by default. */
function deadlineOf({ timeout, kselftest }: Asked): number | undefined {
  if (timeout !== undefined) return timeout * 1000
  return kselftest === undefined ? undefined : KSELFTEST_DEADLINE
}
