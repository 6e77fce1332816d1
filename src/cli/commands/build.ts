// SPDX-License-Identifier: GPL-2.0-only
import type { Command } from 'commander'
import { openBuild } from '../../build/index.js'
import { chosenArchitecture } from '../../chain/build/architecture-choice.js'
import { chooseConfig } from '../../chain/build/config-choice.js'
import { runBuild } from '../../chain/build/run-build.js'
import { attestBuild } from '../../chain/evidence/attest-build.js'
import { type AttestOptions, openAttester } from '../../chain/evidence/attester.js'
import { EXIT, type ExitCode } from '../../core/errors.js'
import { listBoundary } from '../../features/standalone-crypto/boundary/index.js'
import { probeTree } from '../../kernel/index.js'
import { boundaryText, buildText } from '../../report/build.js'
import { buildProgressText } from '../../report/build-progress.js'
import { configuredTexts } from '../../report/configured.js'
import { addAttestOptions } from '../attest-options.js'
import { addBuildOptions, type BuildCommandOptions, makeOptions } from '../build-options.js'
import { newCommand, type RunCommand } from '../new-command.js'
import type { Stage } from '../progress.js'
import type { Session } from '../session.js'

interface BuildOptions extends BuildCommandOptions, AttestOptions {
  readonly output?: string | undefined
  readonly stock?: boolean | undefined
  readonly packages?: boolean | undefined
}

export const buildCommand = (run: RunCommand): Command =>
  addAttestOptions(
    addBuildOptions(
      newCommand('build', {
        summary: 'configure and build the tree, and list the boundary',
        description:
          'Drives kbuild over an applied tree: turns the config into a .config with CONFIG_CRYPTO_FIPS140_EXTMOD=y, builds image and modules, and lists the symbols that cross between fips140.ko and vmlinux. Writes nothing into the tree. If interrupted, run it again; it resumes.',
        examples: [
          ['kcarve build ~/linux-6.12', 'the small config'],
          ['kcarve build ~/linux-6.12 --config my.config -o ~/obj -j 8', 'your own config and directory'],
          ['kcarve build ~/linux-6.12 --stock', 'the same with the option off'],
          ['kcarve build ~/linux-6.12 --packages', 'and its Debian packages'],
          [
            'kcarve build ~/linux-6.12 --attest evidence.intoto.jsonl --attest-key KEY',
            'and write down of what it was built, signed',
          ],
        ],
        exitCodes: ['the kernel is built'],
      }).argument('<tree>', 'kernel source tree'),
    ),
  )
    .option('-o, --output <dir>', 'build directory (default: one in the cache)')
    .option('--stock', 'build with the option off')
    .option('--packages', 'make Debian packages of it (make bindeb-pkg), in the build directory')
    .action((tree: string, options: BuildOptions) =>
      run('build', options, session => build(session, tree, options)),
    )

async function build(session: Session, directory: string, options: BuildOptions): Promise<ExitCode> {
  const { progress, cacheDir, signal, logPath, trace, verbose, paint } = session
  const attester = await openAttester(options, progress.say)
  const tree = await probeTree(directory)
  const arch = chosenArchitecture(options.arch, options.config)
  const configOf = await chooseConfig(options.config, arch, session.fetching)
  const carved = options.stock !== true
  const config = await configOf({ tree: async () => tree })
  let stage: Stage | undefined
  const { record, unmet, overridden, boundary, packages } = await runBuild({
    tree,
    arch,
    config,
    carved,
    output: options.output,
    packages: options.packages,
    ...makeOptions(options),
    cacheDir,
    signal,
    logPath,
    onStage: name => {
      stage = progress.begin(name)
    },
    onConfigured: configured => {
      for (const line of configuredTexts(configured, { verbose })) progress.say(line)
    },
    onProgress: made => {
      stage?.detail(buildProgressText(made))
      trace(made.current)
    },
  })
  if (attester !== undefined) {
    const { detail: onDetail } = progress.begin('attest')
    const { llvm, ccWrapper } = options
    await attester.attest(
      await attestBuild(attester, {
        ...{ tree, arch, carved, llvm, ccWrapper, packages, signal, onDetail },
        ...{ built: await openBuild(record.objDir), config: options.config, configFile: config },
      }),
    )
  }
  const listed = boundary === null ? null : listBoundary(boundary)
  session.report(
    'build/1',
    { tree: tree.root, carved, ...record, unmet, overridden, boundary: listed, packages },
    () =>
      [
        buildText(record, { unmet, overridden, packages }, { verbose, paint }),
        ...(boundary === null ? [] : [boundaryText(boundary, { verbose, paint })]),
      ].join(''),
  )
  return EXIT.yes
}
