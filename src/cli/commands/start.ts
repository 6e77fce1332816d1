// SPDX-License-Identifier: GPL-2.0-only
import { join } from 'node:path'
import type { Command } from 'commander'
import { chosenArchitecture } from '../../chain/build/architecture-choice.js'
import { chooseConfig } from '../../chain/build/config-choice.js'
import { runAt } from '../../chain/report/find-runs.js'
import { writePage } from '../../chain/report/write-page.js'
import { runChain, STAGES } from '../../chain/run-chain.js'
import { prepareTree } from '../../chain/tree/prepare-tree.js'
import { chooseSource, debianVersionOf, LINUX_HELP, type SourceOptions } from '../../chain/tree/source.js'
import { allPass } from '../../checks/check.js'
import { EXIT, type ExitCode } from '../../core/errors.js'
import { defaultFeature } from '../../features/registry.js'
import { configuredTexts } from '../../report/configured.js'
import { startText } from '../../report/start.js'
import { addBuildOptions, type BuildCommandOptions, makeOptions } from '../build-options.js'
import { newCommand, type RunCommand } from '../new-command.js'
import { addDefaultOptions, chosenParameters, type RecipeOptions } from '../recipe-options.js'
import type { Session } from '../session.js'
import { showStages } from '../show-stages.js'

type StartOptions = BuildCommandOptions & SourceOptions & RecipeOptions

export const startCommand = (run: RunCommand): Command =>
  addDefaultOptions(
    addBuildOptions(
      newCommand('start', {
        summary: 'run the whole chain: unpack, plan, apply, build, boot, check',
        description:
          "Carves, builds, boots and checks a kernel: Debian's linux-source-6.12, unless you name other sources. It works in the cache and copies your tree there first; --in-place edits the tree itself. If interrupted, run it again; it resumes.",
        examples: [
          ['kcarve start', "Debian's kernel and the small config, about ten minutes"],
          [
            'kcarve start --tree ~/linux-6.12 --config rich',
            'a copy of your tree, in a larger configuration',
          ],
          ['kcarve start --linux 7.2', "the newest 7.2 in any of Debian's suites"],
          ['kcarve start --linux 7.2 --config debian:cloud-amd64', "in Debian's own cloud configuration"],
          ['kcarve start --tarball linux-6.12.tar.xz', 'published sources'],
        ],
        exitCodes: ['the carved kernel boots and all checks pass', 'a check failed'],
      }),
    ),
  )
    .option('--linux <line>', LINUX_HELP)
    .option('--tree <dir>', 'carve a copy of this source tree')
    .option('--in-place', 'with --tree: edit the tree itself (`kcarve revert` undoes that)')
    .option('--tarball <file>', 'unpack and carve these sources')
    .action((options: StartOptions) => run('start', options, session => start(session, options)))

async function start(session: Session, options: StartOptions): Promise<ExitCode> {
  const { cacheDir, signal, logDirectory, logPath, trace, verbose, paint, fetching } = session
  const arch = chosenArchitecture(options.arch, options.config)
  const configOf = await chooseConfig(options.config, arch, fetching)
  const { detail: onDetail } = session.progress.begin('sources')
  const source = await chooseSource(options, { ...fetching, onDetail })
  const config = await configOf({
    tree: () => prepareTree(source, { cacheDir, signal, logPath, onDetail }),
    debianVersion: debianVersionOf(source),
  })
  const made = await runChain({
    source,
    arch,
    config,
    configChoice: options.config,
    parameters: chosenParameters(defaultFeature, options),
    ...makeOptions(options),
    cacheDir,
    signal,
    logDirectory,
    ...showStages(session.progress, STAGES),
    onConfigured: configured => {
      for (const line of configuredTexts(configured, { verbose })) session.progress.say(line)
    },
    onLine: trace,
  })
  const page = join(logDirectory, 'report.html')
  const report = { ...made, places: [...made.places, { name: 'report', path: page }] }
  const path = await session.keep('start/2', report)
  await writePage([await runAt(path)], page)
  session.report('start/2', report, () => startText(report, { verbose, paint }))
  return allPass(report.checks) ? EXIT.yes : EXIT.no
}
