// SPDX-License-Identifier: GPL-2.0-only

import { UsageError } from '../../core/errors.js'
import { type Parameters, revertTree } from '../../edit/index.js'
import type { TreePlan } from '../../features/feature.js'
import { standaloneCrypto } from '../../features/standalone-crypto/feature.js'
import type { StandaloneCrypto } from '../../features/standalone-crypto/recipe/index.js'
import { type KernelTree, probeTree } from '../../kernel/index.js'
import { ensureApplied } from '../tree/ensure-applied.js'
import { planTree } from '../tree/plan-tree.js'
import { type PrepareOptions, prepareTree } from '../tree/prepare-tree.js'
import { recipeFor } from '../tree/recipe-for.js'
import type { Source } from '../tree/source.js'

export interface TwoTrees {
  readonly stock: KernelTree
  readonly carved: KernelTree
  /** What makes, or has made, the one of the other. */
  readonly plan: TreePlan<StandaloneCrypto>
}

/**
 * The stock and the carved tree of one source; a tree of the user's is one of them as it is, and the other is made of a
 * copy in the cache. Throws UsageError for an applied tree without a record, of which no stock tree can be made.
 */
export async function twoTrees(
  source: Source,
  parameters: Parameters | undefined,
  options: Omit<PrepareOptions, 'suffix'>,
): Promise<TwoTrees> {
  const copy = (suffix: string) => prepareTree(source, { ...options, suffix })
  const own = source.kind === 'tree' ? await probeTree(source.path) : undefined
  const planned = own && (await planTree(own, await recipeFor(standaloneCrypto, own.root, parameters)))
  if (own && planned?.state.state === 'applied') {
    const stock = await copy('-stock')
    await revertTree(stock.root, { recipe: standaloneCrypto.name })
    return { stock, carved: own, plan: planned }
  }
  if (planned && planned.state.state !== 'clean') {
    throw new UsageError(`${source.path} is neither clean nor applied with a record`, {
      hint: `kcarve status ${source.path}`,
    })
  }
  const carved = await copy('')
  const plan = await planTree(carved, await standaloneCrypto.readRecipe(carved.root, parameters ?? {}))
  await ensureApplied(plan, true)
  return { stock: own ?? (await copy('-stock')), carved, plan }
}
