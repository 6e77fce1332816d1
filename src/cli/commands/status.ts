// SPDX-License-Identifier: GPL-2.0-only
import type { Command } from 'commander'
import { recipeFor } from '../../chain/tree/recipe-for.js'
import { EXIT, type ExitCode } from '../../core/errors.js'
import { treeState } from '../../edit/index.js'
import { defaultFeature } from '../../features/registry.js'
import { probeTree } from '../../kernel/index.js'
import { treeStateText } from '../../report/tree-state.js'
import { newCommand, type RunCommand } from '../new-command.js'
import type { CommonOptions, Session } from '../session.js'

export const statusCommand = (run: RunCommand): Command =>
  newCommand('status', {
    summary: 'show the state of a tree',
    description:
      'Shows whether the tree is clean, applied (by which version, and what has changed since) or half done (and how to repair it). Writes nothing.',
    examples: [
      ['kcarve status ~/linux-6.12', 'in words'],
      ['kcarve status ~/linux-6.12 --json', 'for a script'],
    ],
    exitCodes: [
      'the tree is clean, or applied and unchanged since',
      'it is half done, partly applied, changed since, or being worked on',
    ],
  })
    .argument('<tree>', 'kernel source tree')
    .action((tree: string, options: CommonOptions) =>
      run('status', options, session => status(session, tree)),
    )

async function status({ report, verbose, paint }: Session, tree: string): Promise<ExitCode> {
  await probeTree(tree)
  const state = await treeState(tree, await recipeFor(defaultFeature, tree))
  report('status/1', { tree, ...state }, () => treeStateText(state, { verbose, paint }))
  const isSettled =
    state.state === 'clean' ||
    state.state === 'foreign-applied' ||
    (state.state === 'applied' && state.modified.length === 0)
  return isSettled ? EXIT.yes : EXIT.no
}
