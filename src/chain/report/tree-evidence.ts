// SPDX-License-Identifier: GPL-2.0-only
import type { Architecture } from '../../arch/architecture.js'
import { type TreeChange, treeChanges } from '../../edit/index.js'
import type { CarvePlan } from '../../features/standalone-crypto/survey/index.js'
import { probeTree } from '../../kernel/index.js'
import { planTree } from '../tree/plan-tree.js'
import { recipeFor } from '../tree/recipe-for.js'

/** What a report tells of an applied tree. */
export interface TreeEvidence {
  readonly edits: readonly TreeChange[]
  readonly carve: Pick<CarvePlan, 'directories'>
}

/** Reads it off the tree and a build's .config; throws as planTree does. */
export async function treeEvidence(
  root: string,
  { arch, config }: { readonly arch: Architecture; readonly config: string },
): Promise<TreeEvidence> {
  const recipe = await recipeFor(root, undefined)
  const { carve } = await planTree(await probeTree(root), recipe, { arch, config })
  return { edits: await treeChanges(root, recipe), carve: { directories: carve.directories } }
}
