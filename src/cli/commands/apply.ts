// SPDX-License-Identifier: GPL-2.0-only
import type { Command } from 'commander'
import { ownCommand } from '../../chain/own-command.js'
import { planCompat } from '../../chain/tree/plan-compat.js'
import { planTree } from '../../chain/tree/plan-tree.js'
import { EXIT, type ExitCode, UsageError } from '../../core/errors.js'
import { type ApplyResult, applyPlan, type EditPlan, unifiedDiff } from '../../edit/index.js'
import { defaultFeature } from '../../features/registry.js'
import { type KernelTree, probeTree } from '../../kernel/index.js'
import { compatText } from '../../report/compat.js'
import { editSummary, nothingToDoText } from '../../report/edit-plan.js'
import type { CompatReport } from '../../reuse/index.js'
import { countText } from '../../text/quantities.js'
import { newCommand, type RunCommand } from '../new-command.js'
import { addRecipeOptions, chosenFeature, chosenParameters, type RecipeOptions } from '../recipe-options.js'
import type { CommonOptions, Session } from '../session.js'

interface ApplyCommandOptions extends CommonOptions, RecipeOptions {
  readonly dryRun?: boolean | undefined
  readonly compat?: string | undefined
  readonly kernel?: string | undefined
  readonly ccWrapper?: string | undefined
}

export const applyCommand = (run: RunCommand): Command =>
  addRecipeOptions(
    newCommand('apply', {
      summary: 'edit the tree, atomically',
      description:
        'Makes the edits of a recipe in the tree. Without --recipe you can then build it carved (CONFIG_CRYPTO_FIPS140_EXTMOD). Edits are atomic; an applied tree stays as it is. TREE/.kcarve keeps the originals until `kcarve revert`. If a run is interrupted, the next apply or revert repairs the tree.',
      examples: [
        ['kcarve apply ~/linux-6.12 --dry-run', 'show the unified diff only'],
        ['kcarve apply ~/linux-6.12', 'edit the tree'],
        ['kcarve apply ~/linux-6.12 --only crypto --except CRYPTO_SERPENT', 'carve a part'],
        [
          'kcarve apply ~/linux-6.12 --compat fips140.tar.zst --kernel build --dry-run',
          'keep structs as an archived module has them, where that can be had',
        ],
      ],
      exitCodes: [
        'the edits are in place (with --dry-run: they can be)',
        'with --compat: no edit would keep an object as it is',
      ],
    }),
  )
    .argument('<tree>', 'kernel source tree')
    .option('--dry-run', 'print the unified diff and write nothing')
    .option(
      '--compat <archive>',
      'instead of a recipe: move new members to the end of their structs, where this gives objects of this archive the same code',
    )
    .option('--kernel <build>', 'with --compat: a build of the tree')
    .option('--cc-wrapper <program>', 'with --compat: put this before the compiler, such as ccache')
    .action((tree: string, options: ApplyCommandOptions) =>
      run('apply', options, session => apply(session, tree, options)),
    )

async function apply(session: Session, tree: string, options: ApplyCommandOptions): Promise<ExitCode> {
  const stage = session.progress.begin('apply')
  const probed = await probeTree(tree)
  if (options.compat !== undefined) {
    if (options.recipe !== undefined || chosenParameters(defaultFeature, options) !== undefined)
      throw new UsageError('apply: --compat takes the place of a recipe and its options')
    const onProgress = (done: number, total: number) => stage.detail(`${done} of ${total} objects`)
    return applyCompat(session, probed, { ...options, tree, archive: options.compat, onProgress })
  }
  if (options.kernel !== undefined) throw new UsageError('apply: --kernel goes with --compat')
  const feature = chosenFeature(options)
  const recipe = await feature.readRecipe(tree, chosenParameters(feature, options) ?? {})
  const { edits } = await planTree(probed, recipe)
  const next = feature.nextStep?.(ownCommand(), tree)
  return finish(session, edits, { tree, dryRun: options.dryRun, next })
}

interface CompatCommandOptions extends Omit<ApplyCommandOptions, keyof RecipeOptions> {
  readonly tree: string
  readonly archive: string
  readonly onProgress: (done: number, total: number) => void
}

async function applyCompat(
  session: Session,
  probed: KernelTree,
  { tree, archive, kernel, ccWrapper, dryRun, onProgress }: CompatCommandOptions,
): Promise<ExitCode> {
  const { cacheDir, signal } = session
  if (kernel === undefined) throw new UsageError('apply: --compat needs --kernel, a build of the tree')
  const found = await planCompat(probed.root, archive, {
    kernel,
    wrapper: ccWrapper,
    onProgress,
    cacheDir,
    signal,
  })
  const { edits, ...compat } = found
  const next = `build ${tree} again, then ${ownCommand()} reuse ${archive} --kernel ${kernel}`
  await finish(session, edits, { tree, dryRun, compat, next })
  const { kept, exported, lost, gone } = compat
  return kept.length + exported.length > 0 || lost.length + gone.length === 0 ? EXIT.yes : EXIT.no
}

interface FinishOptions {
  readonly tree: string
  readonly dryRun?: boolean | undefined
  readonly next: string | undefined
  readonly compat?: CompatReport | undefined
}

async function finish(
  session: Session,
  plan: EditPlan,
  { tree, dryRun, next, compat }: FinishOptions,
): Promise<ExitCode> {
  const about = compat === undefined ? '' : compatText(compat, session)
  if (dryRun === true) {
    const diff = unifiedDiff(plan)
    session.report(
      'apply/1',
      { tree, state: 'dry run', edits: editSummary(plan), diff, compat },
      () => about + diff,
    )
    return EXIT.yes
  }
  if (compat !== undefined && plan.files.length === 0) {
    session.report('apply/1', { tree, state: 'nothing to do', edits: editSummary(plan), compat }, () => about)
    return EXIT.yes
  }
  session.signal.throwIfAborted()
  const result = await applyPlan(plan.root, plan)
  session.report(
    'apply/1',
    { tree, ...result, edits: editSummary(plan), compat },
    () => about + applyText(result, plan.recipe, next),
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
