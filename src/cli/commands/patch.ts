// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import { version } from '../../chain/version.js'
import { EXIT, type ExitCode, MissingError, UsageError } from '../../core/errors.js'
import { runCommand } from '../../core/run-command.js'
import { PARTIAL, writeWhole } from '../../core/write-whole.js'
import { planSeries, treeState, unifiedDiff } from '../../edit/index.js'
import { probeTree } from '../../kernel/index.js'
import { nothingToDoText } from '../../report/edit-plan.js'
import { mailPatchName, mailPatchText, mailSeries } from '../../report/mail-patch.js'
import { newCommand, type RunCommand } from '../new-command.js'
import { addRecipeOptions, chosenFeature, chosenParameters, type RecipeOptions } from '../recipe-options.js'
import type { CommonOptions, Session } from '../session.js'

interface PatchCommandOptions extends CommonOptions, RecipeOptions {
  readonly output: string
  readonly signoff?: boolean | undefined
}

export const patchCommand = (run: RunCommand): Command =>
  addRecipeOptions(
    newCommand('patch', {
      summary: 'write the edits as a series of patches, for review and git am',
      description:
        'Writes the edits that `kcarve apply` would make as a series of patches, one per topic. With the option off, the tree builds after each patch; together the patches equal what apply does. Does not change the tree. The author is the user in the git configuration.',
      examples: [
        ['kcarve patch ~/linux-6.12 -o series --signoff', 'write the series'],
        ['git -C ~/linux-6.12 am --empty=drop $PWD/series/*.patch', 'apply it, without the cover letter'],
      ],
      exitCodes: ['the series is written'],
    }),
  )
    .argument('<tree>', 'kernel source tree, without the edits')
    .requiredOption('-o, --output <dir>', 'where to write the patches: an empty or new directory')
    .option('--signoff', 'add your Signed-off-by line')
    .action((tree: string, options: PatchCommandOptions) =>
      run('patch', options, session => patch(session, tree, options)),
    )

async function patch(session: Session, tree: string, options: PatchCommandOptions): Promise<ExitCode> {
  session.progress.begin('patch')
  await probeTree(tree)
  const directory = resolve(options.output)
  const present = await readdir(directory).catch(() => [])
  if (present.some(name => !name.startsWith(PARTIAL))) {
    throw new UsageError(`${directory} is not empty`, { hint: 'name an empty or new directory with -o' })
  }
  const feature = chosenFeature(options)
  const recipe = await feature.readRecipe(tree, chosenParameters(feature, options) ?? {})
  const { state } = await treeState(tree, recipe)
  if (state !== 'clean') {
    throw new UsageError(`${tree} already has kcarve's edits (${state})`, { hint: `kcarve revert ${tree}` })
  }
  const { series } = feature
  const plans = await planSeries(
    tree,
    recipe,
    series.patches.map(({ group }) => group),
  )
  const diffs = plans.map(unifiedDiff)
  if (diffs.every(diff => diff === '')) {
    session.report('patch/1', { tree, directory, files: [] }, () => nothingToDoText(feature.name))
    return EXIT.yes
  }
  const patches = mailSeries(series, diffs, {
    from: await author(),
    signsOff: options.signoff === true,
    version,
  })
  session.signal.throwIfAborted()
  await writeWhole(directory, async partial => {
    await mkdir(partial)
    for (const each of patches) await writeFile(join(partial, mailPatchName(each)), mailPatchText(each))
  })
  const files = patches.map(mailPatchName)
  session.report(
    'patch/1',
    { tree, directory, files },
    () => `${files.map(name => join(directory, name)).join('\n')}\n`,
  )
  return EXIT.yes
}

/** As git has it for this directory. */
async function author(): Promise<string> {
  const { lines } = await runCommand('git', ['var', 'GIT_AUTHOR_IDENT'], {
    installHint: 'apt-get install git',
  }).catch(cause => {
    if (cause instanceof MissingError) throw cause
    throw new UsageError('git does not know who you are', {
      cause,
      hint: 'git config --global user.name NAME; git config --global user.email ADDRESS',
    })
  })
  return (lines[0] ?? '').replace(/ \d+ [+-]\d{4}$/, '')
}
