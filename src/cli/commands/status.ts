// SPDX-License-Identifier: GPL-2.0-only
import type { Command } from 'commander'
import { stateFor, treeStates } from '../../chain/tree/tree-states.js'
import { EXIT, type ExitCode } from '../../core/errors.js'
import type { TreeState } from '../../edit/index.js'
import { defaultFeature, featureNamed } from '../../features/registry.js'
import { probeTree } from '../../kernel/index.js'
import { treeStateText } from '../../report/tree-state.js'
import { newCommand, type RunCommand } from '../new-command.js'
import { addRecipeOption, type RecipeOptions } from '../recipe-options.js'
import type { CommonOptions, Session } from '../session.js'

interface StatusOptions extends CommonOptions, RecipeOptions {}

export const statusCommand = (run: RunCommand): Command =>
  addRecipeOption(
    newCommand('status', {
      summary: 'show the state of a tree',
      description:
        'Shows whether the tree is clean, applied (by which recipe and version, and what has changed since) or half done (and how to repair it); without --recipe for every recipe. Writes nothing.',
      examples: [
        ['kcarve status ~/linux-6.12', 'in words'],
        ['kcarve status ~/linux-6.12 --json', 'for a script'],
      ],
      exitCodes: [
        'the tree is clean, or applied and unchanged since',
        'it is half done, partly applied, changed since, or being worked on',
      ],
    }),
  )
    .argument('<tree>', 'kernel source tree')
    .action((tree: string, options: StatusOptions) =>
      run('status', options, session => status(session, tree, options)),
    )

async function status(
  { report, verbose, paint }: Session,
  tree: string,
  { recipe }: StatusOptions,
): Promise<ExitCode> {
  await probeTree(tree)
  const states = recipe === undefined ? await treeStates(tree) : [await stateFor(featureNamed(recipe), tree)]
  const asked = recipe ?? defaultFeature.name
  const [first] = states
  const own = states.find(state => 'recipe' in state && state.recipe === asked)
  const told = own ?? (first?.state === 'busy' ? first : CLEAN)
  report('status/1', { tree, ...told, recipes: states.filter(({ state }) => state !== 'clean') }, () =>
    (states.length === 0 ? [CLEAN] : states).map(state => treeStateText(state, { verbose, paint })).join(''),
  )
  return states.every(isSettled) ? EXIT.yes : EXIT.no
}

const CLEAN: TreeState = { state: 'clean' }

const isSettled = (state: TreeState): boolean =>
  state.state === 'clean' ||
  state.state === 'foreign-applied' ||
  (state.state === 'applied' && state.modified.length === 0)
