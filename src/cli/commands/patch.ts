// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import { recipeToApply } from '../../chain/tree/recipe-for.js'
import { version } from '../../chain/version.js'
import { EXIT, type ExitCode, MissingError, UsageError } from '../../core/errors.js'
import { runCommand } from '../../core/run-command.js'
import { PARTIAL, writeWhole } from '../../core/write-whole.js'
import { planSeries, treeState, unifiedDiff } from '../../edit/index.js'
import { seriesPatches } from '../../features/standalone-crypto/recipe/index.js'
import { probeTree } from '../../kernel/index.js'
import { type MailPatch, mailPatchName, mailPatchText } from '../../report/mail-patch.js'
import { newCommand, type RunCommand } from '../new-command.js'
import { addSelectionOptions, chosenSelection, type SelectionOptions } from '../selection-options.js'
import type { CommonOptions, Session } from '../session.js'

interface PatchCommandOptions extends CommonOptions, SelectionOptions {
  readonly output: string
  readonly signoff?: boolean
}

export const patchCommand = (run: RunCommand): Command =>
  addSelectionOptions(
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
  const recipe = await recipeToApply(tree, chosenSelection(options))
  const { state } = await treeState(tree, recipe)
  if (state !== 'clean') {
    throw new UsageError(`${tree} already has kcarve's edits (${state})`, { hint: `kcarve revert ${tree}` })
  }
  const plans = await planSeries(
    tree,
    recipe,
    seriesPatches.map(({ group }) => group),
  )
  const parts = seriesPatches
    .map((part, index) => ({ ...part, diff: unifiedDiff(plans[index] as (typeof plans)[number]) }))
    .filter(({ diff }) => diff !== '')
  const common = { total: parts.length, from: await author(), signsOff: options.signoff === true, version }
  const cover: MailPatch = {
    ...common,
    number: 0,
    subject: 'crypto: fips140 - standalone crypto module',
    paragraphs: [
      'Built-in cryptography is linked into one module, fips140.ko, which vmlinux carries and loads during boot before its first user. The module can be certified, and replaced, on its own; apart from that the kernel behaves as if it were built in.',
      'With CONFIG_CRYPTO_FIPS140_EXTMOD off the kernel is built as without this series.',
      parts.map(({ subject }, index) => `(${index + 1}) ${subject}`).join(', '),
    ],
    diff: '',
  }
  const patches: MailPatch[] = [
    cover,
    ...parts.map(({ subject, body, diff }, index) => ({
      ...common,
      number: index + 1,
      subject: `crypto: fips140 - ${subject}`,
      paragraphs: body,
      diff,
    })),
  ]
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
