// SPDX-License-Identifier: GPL-2.0-only
import type { Command } from 'commander'
import { EXIT, type ExitCode } from '../../core/errors.js'
import { type RevertResult, recordedStates, revertTree, type TreeState } from '../../edit/index.js'
import { defaultFeature, featureNamed } from '../../features/registry.js'
import { probeTree } from '../../kernel/index.js'
import { countText } from '../../text/quantities.js'
import { newCommand, type RunCommand } from '../new-command.js'
import { addRecipeOption, type RecipeOptions } from '../recipe-options.js'
import type { CommonOptions, Session } from '../session.js'

interface RevertCommandOptions extends CommonOptions, RecipeOptions {
  readonly touch?: boolean | undefined
}

export const revertCommand = (run: RunCommand): Command =>
  addRecipeOption(
    newCommand('revert', {
      summary: 'undo the edits, byte for byte',
      description:
        'Undoes what apply did and restores contents, modes, owners and times. If an edited file has changed since, refuses and changes nothing. A clean tree stays as it is.',
      examples: [
        ['kcarve revert ~/linux-6.12', 'the tree as it was before apply'],
        ['kcarve revert ~/linux-6.12 --touch', 'if you build in the tree itself'],
      ],
      exitCodes: ['the tree is as it was before apply'],
    }),
  )
    .argument('<tree>', 'kernel source tree')
    .option('--touch', 'give the restored files the current time, so that make notices them')
    .action((tree: string, options: RevertCommandOptions) =>
      run('revert', options, session => revert(session, tree, options)),
    )

async function revert(
  session: Session,
  tree: string,
  { touch, recipe = defaultFeature.name }: RevertCommandOptions,
): Promise<ExitCode> {
  session.progress.begin('revert')
  await probeTree(tree)
  const result = await revertTree(tree, { recipe, touch })
  const others = result.state === 'clean' ? await recordedStates(tree) : []
  // A recipe that is no longer known can be reverted all the same: the record has all that it takes.
  if (result.state === 'clean') featureNamed(recipe)
  session.report('revert/1', { tree, recipe, ...result }, () => revertText(result, recipe, others))
  return EXIT.yes
}

function revertText(
  { state, files, newFiles, keptDirectories }: RevertResult,
  recipe: string,
  others: readonly TreeState[],
): string {
  if (state === 'clean') {
    const applied = others.flatMap(other => ('recipe' in other ? [other.recipe] : []))
    return applied.length === 0
      ? 'nothing is applied: the tree stays as it is\n'
      : `${recipe} is not applied: the tree stays as it is\napplied: ${applied.join(', ')}\n`
  }
  const kept = keptDirectories.map(directory => `${directory} stays: it holds other files\n`).join('')
  return `reverted: ${countText(files.length, 'file')} restored, ${newFiles.length} removed\n${kept}`
}
