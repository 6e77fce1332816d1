// SPDX-License-Identifier: GPL-2.0-only
import type { Command } from 'commander'
import { ownCommand } from '../../chain/own-command.js'
import { planTree } from '../../chain/tree/plan-tree.js'
import { EXIT, type ExitCode } from '../../core/errors.js'
import { type ApplyResult, applyPlan, unifiedDiff } from '../../edit/index.js'
import { probeTree } from '../../kernel/index.js'
import { editSummary, nothingToDoText } from '../../report/edit-plan.js'
import { countText } from '../../text/quantities.js'
import { newCommand, type RunCommand } from '../new-command.js'
import { addRecipeOptions, chosenFeature, chosenParameters, type RecipeOptions } from '../recipe-options.js'
import type { CommonOptions, Session } from '../session.js'

interface ApplyCommandOptions extends CommonOptions, RecipeOptions {
  readonly dryRun?: boolean | undefined
}

export const applyCommand = (run: RunCommand): Command =>
  addRecipeOptions(
    newCommand('apply', {
      summary: 'edit the tree, atomically',
      description:
        'Edits the tree as a recipe says; without --recipe, so that you can build it carved (CONFIG_CRYPTO_FIPS140_EXTMOD). Edits are atomic; an applied tree stays as it is. TREE/.kcarve keeps the originals until `kcarve revert`. If a run is interrupted, the next apply or revert repairs the tree.',
      examples: [
        ['kcarve apply ~/linux-6.12 --dry-run', 'show the unified diff only'],
        ['kcarve apply ~/linux-6.12', 'edit the tree'],
        ['kcarve apply ~/linux-6.12 --only crypto --except CRYPTO_SERPENT', 'carve a part'],
      ],
      exitCodes: ['the edits are in place (with --dry-run: they can be)'],
    }),
  )
    .argument('<tree>', 'kernel source tree')
    .option('--dry-run', 'print the unified diff and write nothing')
    .action((tree: string, options: ApplyCommandOptions) =>
      run('apply', options, session => apply(session, tree, options)),
    )

async function apply(session: Session, tree: string, options: ApplyCommandOptions): Promise<ExitCode> {
  session.progress.begin('apply')
  const probed = await probeTree(tree)
  const feature = chosenFeature(options)
  const recipe = await feature.readRecipe(tree, chosenParameters(feature, options) ?? {})
  const { edits: plan } = await planTree(probed, recipe)
  if (options.dryRun === true) {
    const diff = unifiedDiff(plan)
    session.report('apply/1', { tree, state: 'dry run', edits: editSummary(plan), diff }, () => diff)
    return EXIT.yes
  }
  session.signal.throwIfAborted()
  const result = await applyPlan(tree, plan)
  session.report('apply/1', { tree, ...result, edits: editSummary(plan) }, () =>
    applyText(result, feature.name, feature.nextStep?.(ownCommand(), tree)),
  )
  return EXIT.yes
}

function applyText(
  { state, files, newFiles, undone }: ApplyResult,
  recipe: string,
  next: string | undefined,
): string {
  if (state === 'nothing to do') return nothingToDoText(recipe)
  if (state === 'already applied') return 'already applied: the tree stays as it is\n'
  const mended = undone === undefined ? '' : `undid an interrupted ${undone} first\n`
  const counts = `${countText(files.length, 'file')} edited, ${newFiles.length} added`
  return `${mended}applied: ${counts}\n${next === undefined ? '' : `next: ${next}\n`}`
}
