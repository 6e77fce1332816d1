// SPDX-License-Identifier: GPL-2.0-only
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { readBoundary } from '../../build/index.js'
import { chosenArchitecture } from '../../chain/build/architecture-choice.js'
import { buildDirectory } from '../../chain/build/build-directory.js'
import { buildTree, configureTree } from '../../chain/build/build-tree.js'
import { configFile } from '../../chain/build/config-choice.js'
import { EXIT, type ExitCode } from '../../core/errors.js'
import { probeTree } from '../../kernel/index.js'
import { boundaryText, buildText } from '../../report/build.js'
import { addBuildOptions, type BuildCommandOptions, makeOptions } from '../build-options.js'
import { newCommand, type RunCommand } from '../new-command.js'
import type { Session } from '../session.js'

interface BuildOptions extends BuildCommandOptions {
  readonly output?: string
  readonly stock?: boolean
}

export const buildCommand = (run: RunCommand): Command =>
  addBuildOptions(
    newCommand('build', {
      summary: 'configure and build the tree, list the boundary',
      description:
        'Drives kbuild over an applied tree: makes .config out of the config with CONFIG_CRYPTO_FIPS140_EXTMOD=y, builds image and modules, and lists the symbols that cross between fips140.ko and vmlinux. Nothing is written into the tree. Interrupted and started again it goes on where it was.',
      examples: [
        ['kcarve build ~/linux-6.12', 'the small config'],
        ['kcarve build ~/linux-6.12 --config my.config -o ~/obj -j 8', 'your own'],
        ['kcarve build ~/linux-6.12 --stock', 'the same with the option off'],
      ],
      exitCodes: ['it is built'],
    }).argument('<tree>', 'kernel source tree'),
  )
    .option('-o, --output <dir>', 'build directory (default: one in the cache)')
    .option('--stock', 'with the option off')
    .action((tree: string, options: BuildOptions) =>
      run('build', options, session => build(session, tree, options)),
    )

async function build(session: Session, directory: string, options: BuildOptions): Promise<ExitCode> {
  const { progress, verbose, paint } = session
  const tree = await probeTree(directory)
  const arch = chosenArchitecture(options.arch)
  const config = await configFile(options.config, arch)
  const carved = options.stock !== true
  const objDir =
    options.output === undefined
      ? buildDirectory(session.cacheDir, { root: tree.root, config, arch, carved, ...makeOptions(options) })
      : resolve(options.output)
  const what = { tree, objDir, arch, config, carved, ...makeOptions(options) }
  progress.begin('configure')
  const configured = await configureTree(session, what)
  const built = await buildTree(session, progress.begin('build'), what)
  progress.begin('read the boundary')
  const boundary = carved ? await readBoundary(objDir) : null
  const { unmet } = configured
  session.report('build/1', { tree: tree.root, carved, ...built, unmet, boundary }, () =>
    [
      buildText(built, configured, { verbose, paint }),
      ...(boundary === null ? [] : [boundaryText(boundary, { verbose, paint })]),
    ].join(''),
  )
  return EXIT.yes
}
