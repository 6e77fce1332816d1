// SPDX-License-Identifier: GPL-2.0-only
import type { Command } from 'commander'
import { readKselftestNames } from '../../build/index.js'
import { RESTARTS_HELP, ROOT_HELP } from '../../chain/boot/boot-root.js'
import { KSELFTEST_HELP } from '../../chain/boot/kselftest-for.js'
import { chosenArchitecture } from '../../chain/build/architecture-choice.js'
import { chooseConfig } from '../../chain/build/config-choice.js'
import { attestProof } from '../../chain/evidence/attest-prove.js'
import { type AttestOptions, openAttester } from '../../chain/evidence/attester.js'
import { proveTrees } from '../../chain/prove/prove-trees.js'
import { twoTrees } from '../../chain/prove/two-trees.js'
import { chooseSource, debianVersionOf, LINUX_HELP } from '../../chain/tree/source.js'
import { EXIT, type ExitCode, UsageError } from '../../core/errors.js'
import { defaultFeature } from '../../features/registry.js'
import { buildProgressText } from '../../report/build-progress.js'
import { configuredTexts } from '../../report/configured.js'
import { proofText } from '../../report/proof.js'
import { durationText } from '../../text/quantities.js'
import { restartsNamed } from '../../vm/index.js'
import { addAttestOptions } from '../attest-options.js'
import { addBuildOptions, type BuildCommandOptions, makeOptions } from '../build-options.js'
import { newCommand, type RunCommand } from '../new-command.js'
import type { Progress } from '../progress.js'
import { addDefaultOptions, chosenParameters, type RecipeOptions } from '../recipe-options.js'
import type { Session } from '../session.js'

interface ProveOptions extends BuildCommandOptions, RecipeOptions, AttestOptions {
  readonly tarball?: string | undefined
  readonly linux?: string | undefined
  readonly counts: boolean
  readonly root?: string | undefined
  readonly restarts?: string | undefined
  readonly kselftest?: string | undefined
  readonly forceTargets?: boolean | undefined
}

export const proveCommand = (run: RunCommand): Command =>
  addAttestOptions(
    addDefaultOptions(
      addBuildOptions(
        newCommand('prove', {
          summary: 'build and boot stock and carved, and compare them',
          description:
            "Builds the stock and the carved kernel with one configuration, boots both, and compares them: where every object is, /proc/crypto, the order of initcalls, kernel messages and AF_ALG results. Measures sizes and the instructions of a boot. A clean tree serves as stock, and kcarve carves a copy of it; an applied tree serves as carved, and kcarve reverts a copy of it. Without a tree it takes Debian's linux-source-6.12.",
          examples: [
            ['kcarve prove --config rich', "Debian's kernel in a larger, distribution-like configuration"],
            ['kcarve prove --config distribution --root debian', 'and what a Debian system does with both'],
            ['kcarve prove ~/linux-6.12 --json', 'your tree, with output for a script'],
          ],
          exitCodes: ['nothing is lost and nothing differs', 'something differs; the output lists it'],
        }).argument('[tree]', 'kernel source tree, applied or not'),
      ),
    ),
  )
    .option('--linux <line>', LINUX_HELP)
    .option('--tarball <file>', 'unpack these sources')
    .option('--root <what>', `compare what a distribution's programs do, too: ${ROOT_HELP}`)
    .option('--restarts <names>', `with --root: ${RESTARTS_HELP}`)
    .option('--kselftest <names>', `also ${KSELFTEST_HELP}, and compare their results`)
    .option('--force-targets', 'with --kselftest: tests that do not build are an error')
    .option('--no-counts', 'do not count instructions; saves two slow boots in each scenario')
    .action((tree: string | undefined, options: ProveOptions) =>
      run('prove', options, session => prove(session, tree, options)),
    )

async function prove(session: Session, tree: string | undefined, options: ProveOptions): Promise<ExitCode> {
  const { progress, cacheDir, signal, logPath, logDirectory, trace, verbose, paint } = session
  const attester = await openAttester(options, progress.say)
  const arch = chosenArchitecture(options.arch, options.config)
  const configOf = await chooseConfig(options.config, arch, session.fetching)
  const kselftest = options.kselftest === undefined ? undefined : readKselftestNames(options.kselftest)
  const restarts = options.restarts === undefined ? undefined : restartsNamed(options.restarts)
  if (restarts !== undefined && options.root === undefined) {
    throw new UsageError('prove: --restarts belongs to --root', { hint: 'such as --root debian' })
  }
  const { tarball, linux } = options
  const { detail: onDetail } = progress.begin('trees')
  const source = await chooseSource({ tree, tarball, linux }, { ...session.fetching, onDetail })
  const trees = await twoTrees(source, chosenParameters(defaultFeature, options), {
    cacheDir,
    signal,
    logPath,
    onDetail,
  })
  const config = await configOf({ tree: async () => trees.carved, debianVersion: debianVersionOf(source) })
  const shown = showProof(progress)
  const report = await proveTrees({
    ...trees,
    arch,
    config,
    countsInstructions: options.counts,
    root: options.root,
    restarts,
    kselftest,
    force: options.forceTargets,
    onDetail: shown.onDetail,
    ...makeOptions(options),
    cacheDir,
    signal,
    logDir: logDirectory,
    onStage: shown.onStage,
    onProgress: made => {
      shown.onDetail(buildProgressText(made))
      trace(made.current)
    },
    onConfigured: configured => {
      for (const line of configuredTexts(configured, { verbose })) progress.say(line)
    },
  })
  shown.end()
  const model = { ...report, tree: trees.carved.root, config, logDirectory }
  await session.keep('prove/2', model)
  await attester?.attest(await attestProof(report, arch))
  session.report('prove/2', model, () =>
    proofText(report, { config: options.config, logDirectory, verbose, paint }),
  )
  return report.passed ? EXIT.yes : EXIT.no
}

/** Each stage leaves a line with its length. */
function showProof(progress: Progress) {
  let current = { name: '', stage: progress.begin('prove') }
  const end = () => {
    const durationMs = current.stage.end()
    if (current.name !== '') progress.say(`${durationText(durationMs).padStart(8)}  ${current.name}`)
  }
  return {
    onStage: (name: string) => {
      end()
      current = { name, stage: progress.begin(name) }
    },
    onDetail: (text: string) => current.stage.detail(text),
    end,
  }
}
