// SPDX-License-Identifier: GPL-2.0-only

import { UsageError } from '../../core/errors.js'
import { revertTree, treeState } from '../../edit/index.js'
import type { Selection } from '../../features/standalone-crypto/recipe/index.js'
import { type KernelTree, probeTree } from '../../kernel/index.js'
import { ensureApplied } from '../tree/ensure-applied.js'
import { type PrepareOptions, prepareTree } from '../tree/prepare-tree.js'
import { recipeFor, recipeToApply } from '../tree/recipe-for.js'
import type { Source } from '../tree/source.js'

export interface TwoTrees {
  readonly stock: KernelTree
  readonly carved: KernelTree
}

/**
 * The stock and the carved tree of one source; a tree of the user's is one of them as it is, and the other is made of a
 * copy in the cache. Throws UsageError for an applied tree without a record, of which no stock tree can be made.
 */
export async function twoTrees(
  source: Source,
  selection: Selection | undefined,
  options: Omit<PrepareOptions, 'suffix'>,
): Promise<TwoTrees> {
  const copy = (suffix: string) => prepareTree(source, { ...options, suffix })
  const state = await stateOf(source, selection)
  if (state === 'applied') {
    const stock = await copy('-stock')
    await revertTree(stock.root)
    return { stock, carved: await probeTree(source.path) }
  }
  if (state !== 'clean') {
    throw new UsageError(`${source.path} is neither clean nor applied with a record`, {
      hint: `kcarve status ${source.path}`,
    })
  }
  const carved = await copy('')
  await ensureApplied(carved.root, { recipe: await recipeToApply(carved.root, selection), isOurs: true })
  return { stock: source.kind === 'tree' ? await probeTree(source.path) : await copy('-stock'), carved }
}

async function stateOf(source: Source, selection: Selection | undefined) {
  if (source.kind === 'tarball') return 'clean'
  const { root } = await probeTree(source.path)
  return (await treeState(root, await recipeFor(root, selection))).state
}
