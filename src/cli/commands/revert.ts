// SPDX-License-Identifier: GPL-2.0-only
import type { Command } from 'commander'
import { EXIT, type ExitCode } from '../../core/errors.js'
import { type RevertResult, revertTree } from '../../edit/index.js'
import { probeTree } from '../../kernel/index.js'
import { countText } from '../../text/quantities.js'
import { newCommand, type RunCommand } from '../new-command.js'
import type { CommonOptions, Session } from '../session.js'

interface RevertCommandOptions extends CommonOptions {
  readonly touch?: boolean | undefined
}

export const revertCommand = (run: RunCommand): Command =>
  newCommand('revert', {
    summary: 'undo the edits, byte for byte',
    description:
      'Undoes what apply did and restores contents, modes, owners and times. If an edited file has changed since, refuses and changes nothing. A clean tree stays as it is.',
    examples: [
      ['kcarve revert ~/linux-6.12', 'the tree as it was before apply'],
      ['kcarve revert ~/linux-6.12 --touch', 'if you build in the tree itself'],
    ],
    exitCodes: ['the tree is as it was before apply'],
  })
    .argument('<tree>', 'kernel source tree')
    .option('--touch', 'give the restored files the current time, so that make notices them')
    .action((tree: string, options: RevertCommandOptions) =>
      run('revert', options, session => revert(session, tree, options)),
    )

async function revert(
  session: Session,
  tree: string,
  { touch = false }: RevertCommandOptions,
): Promise<ExitCode> {
  session.progress.begin('revert')
  await probeTree(tree)
  const result = await revertTree(tree, { touch })
  session.report('revert/1', { tree, ...result }, () => revertText(result))
  return EXIT.yes
}

function revertText({ state, files, newFiles, keptDirectories }: RevertResult): string {
  if (state === 'clean') return 'nothing is applied: the tree stays as it is\n'
  const kept = keptDirectories.map(directory => `${directory} stays: it holds other files\n`).join('')
  return `reverted: ${countText(files.length, 'file')} restored, ${newFiles.length} removed\n${kept}`
}
