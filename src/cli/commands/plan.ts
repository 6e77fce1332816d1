// SPDX-License-Identifier: GPL-2.0-only
import type { Command } from 'commander'
import { ARCH_HELP, chosenArchitecture } from '../../chain/build/architecture-choice.js'
import { CONFIG_HELP, chooseConfig } from '../../chain/build/config-choice.js'
import { planTree } from '../../chain/tree/plan-tree.js'
import { recipeFor } from '../../chain/tree/recipe-for.js'
import { EXIT, type ExitCode, UsageError } from '../../core/errors.js'
import { configForTree, probeTree, readConfigFile } from '../../kernel/index.js'
import { editPlanText, editSummary } from '../../report/edit-plan.js'
import { newCommand, type RunCommand } from '../new-command.js'
import { addRecipeOptions, chosenFeature, chosenParameters, type RecipeOptions } from '../recipe-options.js'
import type { CommonOptions, Session } from '../session.js'

interface PlanOptions extends CommonOptions, RecipeOptions {
  readonly config?: string | undefined
  readonly arch?: string | undefined
}

export const planCommand = (run: RunCommand): Command =>
  addRecipeOptions(
    newCommand('plan', {
      summary: 'show what would move, what stays and why, and every edit',
      description:
        'Shows what carving the tree would do: which objects move into fips140.ko, which stay and why, and which files it edits. Shows also what changes meaning when built-in code is compiled as module code. Writes nothing.',
      examples: [
        ['kcarve plan ~/linux-6.12', 'for any configuration'],
        ['kcarve plan ~/linux-6.12 --config ~/linux-6.12/.config', 'for one configuration'],
        ['kcarve plan ~/linux-6.12 --config debian:cloud-amd64', "for one of Debian's configurations"],
        ['kcarve plan ~/linux-6.12 --except CRYPTO_SERPENT,crypto/async_tx', 'leave a part out'],
      ],
      exitCodes: ['the tree can be carved'],
    }),
  )
    .argument('<tree>', 'kernel source tree')
    .option('--config <file>', `decides which objects are built in: ${CONFIG_HELP}`)
    .option('--arch <name>', ARCH_HELP)
    .action((tree: string, options: PlanOptions) =>
      run('plan', options, session => plan(session, tree, options)),
    )

async function plan(session: Session, directory: string, options: PlanOptions): Promise<ExitCode> {
  const { verbose, paint } = session
  session.progress.begin('plan')
  const feature = chosenFeature(options)
  if (feature.survey === undefined && (options.config ?? options.arch) !== undefined)
    throw new UsageError(`The recipe ${feature.name} is the same for every configuration`)
  const arch = chosenArchitecture(options.arch, options.config)
  const configOf =
    options.config === undefined ? undefined : await chooseConfig(options.config, arch, session.fetching)
  const tree = await probeTree(directory)
  const asked = configOf && (await readConfigFile(await configOf({ tree: async () => tree })))
  const config = asked && (await configForTree(asked, tree, arch.srcArch))
  const recipe = await recipeFor(feature, tree.root, chosenParameters(feature, options))
  const planned = await planTree(tree, recipe)
  const survey = await feature.survey?.(planned, { arch, config })
  const { root, version } = tree
  const look = { verbose, paint }
  session.report(
    'plan/2',
    { tree: directory, root, version, ...survey?.json, edits: editSummary(planned.edits) },
    () =>
      [
        `${paint.bold(`Linux ${version}`)}  ${root}\n`,
        survey?.text(look) ?? '',
        editPlanText(planned.edits, look),
      ].join(''),
  )
  return EXIT.yes
}
