// SPDX-License-Identifier: GPL-2.0-only
import type { Command } from 'commander'
import { EXIT, type ExitCode } from '../../core/errors.js'
import type { Feature } from '../../features/feature.js'
import { defaultFeature, features } from '../../features/registry.js'
import { tableText } from '../../text/table.js'
import { newCommand, type RunCommand } from '../new-command.js'
import type { CommonOptions, Session } from '../session.js'

export const recipesCommand = (run: RunCommand): Command =>
  newCommand('recipes', {
    summary: 'list the recipes',
    description:
      'Lists the recipes that plan, apply, revert, status and patch take with --recipe, one per line. You can apply several to one tree.',
    examples: [['kcarve recipes', 'names and purposes']],
    exitCodes: ['the list is printed'],
  }).action((options: CommonOptions) => run('recipes', options, recipes))

async function recipes({ report }: Session): Promise<ExitCode> {
  const list = features.map(({ name, summary, options = {} }: Feature) => ({
    name,
    summary,
    isDefault: name === defaultFeature.name,
    options: Object.entries(options).map(([option, help]) => ({ name: option, help })),
  }))
  report('recipes/1', { recipes: list }, () =>
    tableText(
      list.map(({ name, summary, isDefault }) => [name, `${summary}${isDefault ? ' (default)' : ''}`]),
    ),
  )
  return EXIT.yes
}
